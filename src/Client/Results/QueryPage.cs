using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Ledger;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>The answer to a user's own question, which may be endless:
/// rows stream to scripts; a table, whose columns need all of them first, has a bound.</summary>
internal static class QueryPage
{
    /// <summary>More rows are no table for people.</summary>
    private const int MostRows = 10_000;

    /// <summary>Characters of all cells of a table.</summary>
    private const int MostText = 1 << 20;

    /// <summary>Characters of one cell of a table.</summary>
    private const int LongestCell = 1_000;

    public static void Write(LedgerRows rows, OutputFormat format, RowLimit limit, CliContext context)
    {
        if (format == OutputFormat.Table) WriteTable(rows, limit.For(format), context);
        else Listing.Write(new StreamedRows(Columns(rows, []), rows.Rows.Select(row => (IReadOnlyList<Cell>)[.. row.Select(ToCell)])), null,
            format, limit, context);
    }

    private static void WriteTable(LedgerRows rows, int most, CliContext context)
    {
        var (shown, isAll) = Take(rows, Math.Min(most, MostRows));
        var table = new DataTable(Columns(rows, shown));
        foreach (var row in shown) table.Add([.. row.Select(value => Short(ToCell(value)))]);
        TableWriter.Write(table, OutputFormat.Table, context.Out, context.OutTerminal);
        if (isAll) return;
        context.Error.WriteLine(shown.Count == most
            ? $"the first {Numbers.Plural(shown.Count, "row")} of more (--all shows all, --limit N so many)"
            : $"! the first {Numbers.Plural(shown.Count, "row")}, as many as a table holds: --format csv or json gives all, 'limit' " +
                "asks for fewer");
    }

    /// <summary>The first rows; a table's columns need all of its rows, so their text has a bound, too.</summary>
    private static (List<IReadOnlyList<object?>> Rows, bool IsAll) Take(LedgerRows rows, int most)
    {
        var (taken, text) = (new List<IReadOnlyList<object?>>(), 0L);
        foreach (var row in rows.Rows)
        {
            if (taken.Count == most || text > MostText) return (taken, false);
            taken.Add([.. row.Select(Beginning)]);
            text += taken[^1].Sum(value => value is string s ? s.Length : 1);
        }

        return (taken, true);
    }

    /// <summary>As much of a value as a cell shows, and one character more when there is more.</summary>
    private static object? Beginning(object? value) => value switch
    {
        string text when text.Length > LongestCell => text[..(LongestCell + 1)],
        byte[] bytes => Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, (LongestCell / 2) + 1))),
        _ => value,
    };

    private static Cell Short(Cell cell) =>
        cell with { Text = (cell.Text.Length > LongestCell ? cell.Text[..LongestCell] + "…" : cell.Text).ReplaceLineEndings(" ") };

    /// <summary>Names may repeat, keys of JSON must not: <c>count(*)</c>, <c>count(*)_2</c>.</summary>
    private static IReadOnlyList<Column> Columns(LedgerRows rows, List<IReadOnlyList<object?>> shown) =>
    [
        .. rows.Columns.Select((name, i) => new Column(
            rows.Columns.Take(i).Count(n => n == name) is var before and > 0 ? $"{name}_{before + 1}" : name,
            name,
            Right: shown.All(row => row[i] is null or long or double),
            Wraps: true) { Style = NumberStyle.Chosen }),
    ];

    private static Cell ToCell(object? value) => value switch
    {
        null => new Cell(null, ""),
        long whole => whole,
        double real => Cell.Of(real),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => (string)value,
    };
}
