using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Client.Cli;

namespace Sweep.Client.Rendering;

/// <summary>A table for people: aligned columns, a rule under the headings, nothing else.</summary>
internal static class ConsoleTable
{
    public static void Write(DataTable table, TextWriter output, TerminalFacts terminal)
    {
        var shown = Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Title is not null).ToList();
        var view = new Table { Border = RuledBorder.Instance, UseSafeBorder = false };
        foreach (var i in shown) view.AddColumn(Heading(table.Columns[i], isLast: i == shown[^1]));
        foreach (var row in table.Rows) view.AddRow(shown.Select(i => (IRenderable)new Text(row[i].Text)));
        using var buffer = new StringWriter();
        Consoles.Create(buffer, terminal).Write(view);
        // Padding up to the last column's width is of no use to anyone.
        foreach (var line in buffer.ToString().Split('\n')) WriteTrimmed(line, output);
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
        return heading.PadLeft(0).PadRight(isLast ? 0 : 2);
    }
}
