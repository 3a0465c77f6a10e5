using Sweep.Client.Rendering;
using Sweep.Reports.Tables;

namespace Sweep.Client.Tests.Rendering;

public sealed class TableWriterTests
{
    private static readonly DataTable Table = Build();

    [Fact]
    public void Table_aligns_columns_and_hides_those_for_scripts() => Assert.Equal(
        """
        name           value
        ────────────────────
        plain           3.14
        with, "comma"      -

        """, Written(OutputFormat.Table));

    [Fact]
    public void Json_has_one_object_per_row_with_exact_values() => Assert.Equal(
        """
        [
          {
            "name": "plain",
            "value": 3.14159,
            "note": "x"
          },
          {
            "name": "with, \"comma\"",
            "value": null,
            "note": null
          }
        ]

        """, Written(OutputFormat.Json));

    [Fact]
    public void Csv_quotes_what_needs_it_and_leaves_absent_values_empty() =>
        Assert.Equal("name,value,note\nplain,3.14159,x\n\"with, \"\"comma\"\"\",,\n", Written(OutputFormat.Csv));

    [Fact]
    public void Rows_wider_than_any_terminal_stay_one_line_in_a_pipe()
    {
        var table = new DataTable(new Column("a", "a"), new Column("b", "b"));
        table.Add(new string('x', 300), new string('y', 300));
        using var output = new StringWriter();

        TableWriter.Write(table, OutputFormat.Table, new ConsoleWriter(output), TerminalFacts.None);

        Assert.Equal(3, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Narrow_terminal_breaks_only_columns_that_may_be_broken()
    {
        var table = new DataTable(new Column("value", "value", Right: true), new Column("text", "text", Wraps: true));
        table.Add("3.14159265358979", "a text of several words that does not fit");
        using var output = new StringWriter();

        TableWriter.Write(table, OutputFormat.Table, new ConsoleWriter(output), new TerminalFacts(true, false, 30));

        var lines = output.ToString().Split('\n');
        Assert.StartsWith("3.14159265358979  a text of several", Plain(lines[2]));
        Assert.StartsWith("                  ", lines[3]);
    }

    [Fact]
    public void Markup_in_data_is_data()
    {
        var table = new DataTable(new Column("a", "a"));
        table.Add("[red]not a colour[/]");
        using var output = new StringWriter();

        TableWriter.Write(table, OutputFormat.Table, new ConsoleWriter(output), TerminalFacts.None);

        Assert.Contains("[red]not a colour[/]", output.ToString());
    }

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9;]*m", "");

    private static DataTable Build()
    {
        var table = new DataTable(new Column("name", "name"), new Column("value", "value", Right: true), new Column("note", null));
        table.Add("plain", Cell.Of(3.14159, "3.14"), "x");
        table.Add("with, \"comma\"", Cell.Of(double.NaN, "-"), Cell.None);
        return table;
    }

    private static string Written(OutputFormat format)
    {
        using var output = new StringWriter();
        TableWriter.Write(Table, format, new ConsoleWriter(output), TerminalFacts.None);
        return output.ToString();
    }
}
