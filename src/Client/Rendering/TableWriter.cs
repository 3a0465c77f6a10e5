using System.Text.Json.Nodes;
using Sweep.Client.Cli;

namespace Sweep.Client.Rendering;

/// <summary>Writes a table in the form that was asked for.</summary>
public static class TableWriter
{
    public static void Write(DataTable table, OutputFormat format, TextWriter output, TerminalFacts terminal)
    {
        switch (format)
        {
            case OutputFormat.Json: output.WriteLine(ToJson(table).ToJsonString(JsonLines.Indented)); break;
            case OutputFormat.Csv: WriteCsv(table, output); break;
            default: ConsoleTable.Write(table, output, terminal); break;
        }
    }

    /// <summary>One object per row, keyed by column.</summary>
    public static JsonArray ToJson(DataTable table) => new([.. table.Rows.Select(row =>
        (JsonNode)new JsonObject(table.Columns.Zip(row, (column, cell) => KeyValuePair.Create(column.Key, cell.Value?.DeepClone()))))]);

    /// <summary>RFC 4180 with a heading line; absent values are empty.</summary>
    private static void WriteCsv(DataTable table, TextWriter output)
    {
        output.Write(string.Join(',', table.Columns.Select(c => Quote(c.Key))) + "\r\n");
        foreach (var row in table.Rows)
            output.Write(string.Join(',', row.Select(cell => Quote(Plain(cell.Value)))) + "\r\n");
    }

    private static string Plain(JsonNode? value) => value switch
    {
        null => "",
        JsonValue v when v.TryGetValue<string>(out var text) => text,
        _ => value.ToJsonString(),
    };

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
