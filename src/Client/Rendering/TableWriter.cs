using System.Text;
using Sweep.Experiments.Output;
using Sweep.Reports.Tables;

namespace Sweep.Client.Rendering;

public enum OutputFormat
{
    Table,
    Json,
    Csv,
}

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

    private static void WriteCsv(StreamedRows rows, TextWriter output)
    {
        var piece = new StringBuilder(Piece + 1024);
        var line = new CsvLine(piece);
        foreach (var column in rows.Columns) line.AppendText(column.Key);
        line.End();
        foreach (var row in rows.Ahead)
        {
            for (var i = 0; i < row.Count; i++) row[i].AppendTo(line);
            line.End();
            if (piece.Length < Piece) continue;
            output.Write(piece.ToString());
            piece.Clear();
        }

        output.Write(piece.ToString());
    }
}
