using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Client.Cli;

namespace Sweep.Client.Rendering;

/// <summary>A table for people: aligned columns, a rule under the headings, nothing else.</summary>
internal static class ConsoleTable
{
    private const int Gap = 2;

    /// <summary>A column that may be broken over lines gets at least this many characters.</summary>
    private const int LeastWrapped = 24;

    public static void Write(DataTable table, TextWriter output, TerminalFacts terminal)
    {
        var shown = Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Title is not null).ToList();
        var view = new Table { Border = RuledBorder.Instance, UseSafeBorder = false };
        foreach (var i in shown) view.AddColumn(Heading(table.Columns[i], isLast: i == shown[^1]));
        foreach (var row in table.Rows) view.AddRow(shown.Select(i => (IRenderable)new Text(row[i].Text)));
        using var buffer = new StringWriter();
        Consoles.Create(buffer, terminal with { Width = Math.Max(terminal.Width, LeastWidth(table, shown)) }).Write(view);
        // Padding up to the last column's width is of no use to anyone.
        foreach (var line in buffer.ToString().Split('\n')) WriteTrimmed(line, output);
    }

    /// <summary>Columns that may not be broken keep their width even where the terminal is narrower: a line that runs over is readable, a number over three lines is not.</summary>
    private static int LeastWidth(DataTable table, List<int> shown)
    {
        var widths = shown.Select(i =>
        {
            var natural = table.Rows.Select(row => row[i].Text.Length).Append(table.Columns[i].Title!.Length).Max();
            return table.Columns[i].Wraps ? Math.Min(natural, LeastWrapped) : natural;
        });
        // The library reserves a character for each vertical line of a border, also where these are empty.
        return widths.Sum() + (Gap * (shown.Count - 1)) + shown.Count + 1;
    }

    private static void WriteTrimmed(string line, TextWriter output)
    {
        var text = line.TrimEnd();
        if (text.Length > 0) output.WriteLine(text);
    }

    private static TableColumn Heading(Column column, bool isLast)
    {
        var heading = new TableColumn(new Text(column.Title!, new Style(decoration: Decoration.Bold)));
        if (column.Right) heading.RightAligned();
        if (!column.Wraps) heading.NoWrap();
        return heading.PadLeft(0).PadRight(isLast ? 0 : Gap);
    }
}
