using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Reports.Trials;

/// <summary>Epochs as a table with a column for each metric that any of them reports.</summary>
public static class EpochTable
{
    private const string Speed = "tokens_per_second";

    /// <summary>The epochs of one trial.</summary>
    public static DataTable Of(IReadOnlyList<EpochRow> epochs)
    {
        List<string> metrics = [.. epochs.SelectMany(e => e.Metrics.Keys).Distinct().OrderBy(Order).ThenBy(m => m, StringComparer.Ordinal)];
        var table = new DataTable([.. Columns(metrics)]);
        foreach (var e in epochs)
        {
            table.Add(
            [
                e.Epoch, .. metrics.Select(m => Value(e.Metrics.TryGetValue(m, out var value) ? value : null, m == Speed)),
                Cell.Of(e.Seconds, Numbers.Seconds(e.Seconds)), e.Attempt,
            ]);
        }
        return table;
    }

    /// <summary>All epochs of a sweep as they are read; without the texts for people where only exact values will be written.</summary>
    public static StreamedRows Of(LedgerReports reports, string sweep, bool forPeople)
    {
        int[] order = [.. Enumerable.Range(0, reports.Metrics.Count).OrderBy(i => Order(reports.Metrics[i]))
            .ThenBy(i => reports.Metrics[i], StringComparer.Ordinal)];
        List<string> metrics = [.. order.Select(i => reports.Metrics[i])];
        bool[] isSpeed = [.. metrics.Select(m => forPeople && m == Speed)];
        Cell owner = sweep;
        return new StreamedRows(
            [new Column("sweep", "sweep"), new Column("trial", "trial", Right: true), .. Columns(metrics)],
            reports.Rows.Select(r => (IReadOnlyList<Cell>)Cells(owner, r, order, isSpeed, forPeople)));
    }

    private static IEnumerable<Column> Columns(IEnumerable<string> metrics) =>
    [
        new Column("epoch", "epoch", Right: true), .. metrics.Select(m => new Column(m, m == Speed ? "tokens/s" : m, Right: true)),
        new Column("seconds", "seconds", Right: true), new Column("attempt", "attempt", Right: true),
    ];

    private static Cell[] Cells(Cell owner, in ReportRow report, int[] order, bool[] isSpeed, bool forPeople)
    {
        // There may be millions of rows.
        var cells = new Cell[order.Length + 5];
        (cells[0], cells[1], cells[2]) = (owner, report.Trial, report.Epoch);
        for (var i = 0; i < order.Length; i++) cells[3 + i] = Value(report.Metrics[order[i]], isSpeed[i]);
        cells[^2] = Cell.Of(report.Seconds, forPeople ? Numbers.Seconds(report.Seconds) : "");
        cells[^1] = report.Attempt;
        return cells;
    }

    private static Cell Value(double? value, bool isSpeed) =>
        value is null ? Cell.None : isSpeed ? Cell.Of(value, Numbers.Rate(value)) : Cell.Of(value);

    private static int Order(string metric) => metric switch
    {
        "train_perplexity" => 0,
        "val_perplexity" => 1,
        Speed => 3,
        _ => 2,
    };
}
