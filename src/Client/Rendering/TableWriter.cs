using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Experiments.Output;

namespace Sweep.Client.Rendering;

/// <summary>Writes a table in the form that was asked for.</summary>
public static class TableWriter
{
    /// <summary>Characters of csv that are written at once.</summary>
    private const int Piece = 1 << 15;

    public static void Write(DataTable table, OutputFormat format, ConsoleWriter output, TerminalFacts terminal)
    {
        if (format == OutputFormat.Table) ConsoleTable.Write(table, output, terminal);
        else WriteData(table.Streamed, format, output, terminal);
    }

    /// <summary>Writes every row for programs as it is taken; ends early when nobody reads them.</summary>
    public static void WriteData(StreamedRows rows, OutputFormat format, ConsoleWriter output, TerminalFacts terminal)
    {
        rows = rows with { Rows = rows.Rows.TakeWhile(_ => output.Raw is not LenientWriter { IsLost: true }) };
        if (format == OutputFormat.Json) JsonLines.Write(rows, JsonLines.Indented, output.Document);
        else WriteCsv(rows, output.Data(terminal));
    }

    /// <summary>RFC 4180 with a heading line, but lines end with a line feed alone; absent values are empty, an empty text is <c>""</c>.</summary>
    private static void WriteCsv(StreamedRows rows, TextWriter output)
    {
        var piece = new StringBuilder(Piece + 1024);
        piece.AppendJoin(',', rows.Columns.Select(c => Field(c.Key))).Append('\n');
        foreach (var row in rows.Rows)
        {
            for (var i = 0; i < row.Count; i++) Append(i == 0 ? piece : piece.Append(','), row[i].Value);
            piece.Append('\n');
            if (piece.Length < Piece) continue;
            output.Write(piece.ToString());
            piece.Clear();
        }

        output.Write(piece.ToString());
    }

    private static void Append(StringBuilder piece, JsonNode? value)
    {
        // Numbers are most of what is written; as text of their own they would be most of the time, too.
        if (value is not JsonValue v || v.TryGetValue<JsonElement>(out _)) piece.Append(Field(value));
        else if (v.TryGetValue<double>(out var real)) piece.Append(CultureInfo.InvariantCulture, $"{real}");
        else if (v.TryGetValue<long>(out var whole)) piece.Append(whole);
        else piece.Append(Field(value));
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
