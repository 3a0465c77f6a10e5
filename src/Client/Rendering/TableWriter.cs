using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Experiments.Output;

namespace Sweep.Client.Rendering;

/// <summary>Writes a table in the form that was asked for.</summary>
public static class TableWriter
{
    public static void Write(DataTable table, OutputFormat format, ConsoleWriter output, TerminalFacts terminal)
    {
        switch (format)
        {
            case OutputFormat.Json: output.Document.WriteLine(ToJson(table).ToJsonString(JsonLines.Indented)); break;
            case OutputFormat.Csv: WriteCsv(table.Columns, table.Rows, output.Data(terminal)); break;
            default: ConsoleTable.Write(table, output, terminal); break;
        }
    }

    /// <summary>Writes rows in a form for scripts as they come, without keeping any; ends early when nobody reads them.</summary>
    public static void Stream(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<Cell>> rows, OutputFormat format, ConsoleWriter output, TerminalFacts terminal)
    {
        if (format == OutputFormat.Json) WriteJson(columns, rows, output.Document);
        else WriteCsv(columns, rows, output.Data(terminal));
    }

    /// <summary>One object per row, keyed by column.</summary>
    public static JsonArray ToJson(DataTable table) => new([.. table.Rows.Select(row => (JsonNode)ToJson(table.Columns, row))]);

    private static JsonObject ToJson(IReadOnlyList<Column> columns, IReadOnlyList<Cell> row) =>
        new(columns.Zip(row, (column, cell) => KeyValuePair.Create(column.Key, cell.Value?.DeepClone())));

    /// <summary>The same text as of <see cref="ToJson(DataTable)"/>.</summary>
    private static void WriteJson(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<Cell>> rows, TextWriter output)
    {
        var before = "[";
        foreach (var row in rows)
        {
            output.Write($"{before}\n  {ToJson(columns, row).ToJsonString(JsonLines.Indented).ReplaceLineEndings("\n  ")}");
            before = ",";
            if (IsLost(output)) return;
        }
        output.WriteLine(before == "[" ? "[]" : "\n]");
    }

    private static bool IsLost(TextWriter output) => (output is ConsoleWriter writer ? writer.Raw : output) is LenientWriter { IsLost: true };

    /// <summary>RFC 4180 with a heading line, but lines end with a line feed alone; absent values are empty, an empty text is <c>""</c>.</summary>
    private static void WriteCsv(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<Cell>> rows, TextWriter output)
    {
        output.Write(string.Join(',', columns.Select(c => Field(c.Key))) + "\n");
        foreach (var row in rows)
        {
            output.Write(string.Join(',', row.Select(cell => Field(cell.Value))) + "\n");
            if (IsLost(output)) return;
        }
    }

    private static string Field(JsonNode? value) => value switch
    {
        null => "",
        JsonValue v when v.TryGetValue<string>(out var text) => text.Length == 0 ? "\"\"" : Field(text),
        _ => Field(value.ToJsonString()),
    };

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
