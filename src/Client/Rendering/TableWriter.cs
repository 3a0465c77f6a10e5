using System.Text.Json.Nodes;
using Sweep.Client.Cli;

namespace Sweep.Client.Rendering;

/// <summary>Writes a table in the form that was asked for.</summary>
public static class TableWriter
{
    public static void Write(DataTable table, OutputFormat format, ConsoleWriter output, TerminalFacts terminal)
    {
        switch (format)
        {
            case OutputFormat.Json: output.Document.WriteLine(ToJson(table).ToJsonString(JsonLines.Indented)); break;
            case OutputFormat.Csv: foreach (var line in Csv(table)) output.Data(terminal).Write(line); break;
            default: ConsoleTable.Write(table, output, terminal); break;
        }
    }

    /// <summary>One object per row, keyed by column.</summary>
    public static JsonArray ToJson(DataTable table) => new([.. table.Rows.Select(row =>
        (JsonNode)new JsonObject(table.Columns.Zip(row, (column, cell) => KeyValuePair.Create(column.Key, cell.Value?.DeepClone()))))]);

    /// <summary>RFC 4180 with a heading line, but lines end with a line feed alone; absent values are empty, an empty text is <c>""</c>.</summary>
    private static IEnumerable<string> Csv(DataTable table) =>
        table.Rows.Select(row => row.Select(cell => Field(cell.Value))).Prepend(table.Columns.Select(c => Field(c.Key))).Select(fields => string.Join(',', fields) + "\n");

    private static string Field(JsonNode? value) => value switch
    {
        null => "",
        JsonValue v when v.TryGetValue<string>(out var text) => text.Length == 0 ? "\"\"" : Field(text),
        _ => Field(value.ToJsonString()),
    };

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
