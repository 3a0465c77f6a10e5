using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Contracts.Text;
using Sweep.Reports.Tables;

namespace Sweep.Client.Rendering;

/// <summary>A table for people: aligned columns, a rule under the headings, nothing else.</summary>
internal static class ConsoleTable
{
    private const int Gap = 2;

    /// <summary>A column that may be broken over lines gets at least this many characters.</summary>
    private const int LeastWrapped = 24;

    public static void Write(DataTable table, ConsoleWriter output, TerminalFacts terminal)
    {
        var shown = Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Title is not null).ToList();
        var columns = shown.Select(i => PrintedColumn.Of(table, i)).ToList();
        var view = new Table { Border = new RuledBorder(), UseSafeBorder = false };
        foreach (var i in shown) view.AddColumn(Heading(table.Columns[i], isLast: i == shown[^1]));
        for (var row = 0; row < table.Rows.Count; row++) view.AddRow(columns.Select(texts => (IRenderable)Consoles.Text(texts[row])));
        using var buffer = new StringWriter();
        var width = Math.Max(terminal.Width, LeastWidth(shown.Select(i => table.Columns[i]).Zip(columns)));
        Consoles.Create(buffer, terminal with { Width = width }).Write(view);
        // Padding up to the last column's width is of no use to anyone. Every text is printable already; what is left are colours.
        foreach (var line in buffer.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
            output.Raw.WriteLine(line);
    }

    /// <summary>Columns that may not be broken keep their width even where the terminal is narrower:
    /// a line that runs over is readable, a number over three lines is not.</summary>
    private static int LeastWidth(IEnumerable<(Column Column, IReadOnlyList<string> Texts)> shown)
    {
        List<int> widths = [.. shown.Select(s =>
        {
            var natural = s.Texts.Append(Printable.Line(s.Column.Title!)).Max(text => text.Length);
            return s.Column.Wraps ? Math.Min(natural, LeastWrapped) : natural;
        })];
        // The library reserves a character for each vertical line of a border, also where these are empty.
        return widths.Sum() + (Gap * (widths.Count - 1)) + widths.Count + 1;
    }

    private static TableColumn Heading(Column column, bool isLast)
    {
        var heading = new TableColumn(Consoles.Text(column.Title!, new Style(decoration: Decoration.Bold)));
        if (column.Right) heading.RightAligned();
        if (!column.Wraps) heading.NoWrap();
        return heading.PadLeft(0).PadRight(isLast ? 0 : Gap);
    }
}

/// <summary>A border that is only a rule under the headings, so that a table can be read, copied and cut by column.</summary>
internal sealed class RuledBorder : Spectre.Console.TableBorder
{
    public override string GetPart(TableBorderPart part) => part == TableBorderPart.HeaderBottom ? "─" : "";
}
