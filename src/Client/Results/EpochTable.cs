using Sweep.Client.Rendering;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

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
            table.Add([.. Cells(e.Epoch, metrics.Select(m => e.Metrics.TryGetValue(m, out var value) ? value : (double?)null), metrics, e.Seconds, e.Attempt, forPeople: true)]);
        }
        return table;
    }

    /// <summary>All epochs of a sweep as they are read.</summary>
    /// <param name="reports">Its reports.</param>
    /// <param name="sweep">Its name.</param>
    /// <param name="forPeople">False when only the exact values will be written: then no other text is made.</param>
    public static StreamedRows Of(LedgerReports reports, string sweep, bool forPeople)
    {
        int[] order = [.. Enumerable.Range(0, reports.Metrics.Count).OrderBy(i => Order(reports.Metrics[i])).ThenBy(i => reports.Metrics[i], StringComparer.Ordinal)];
        List<string> metrics = [.. order.Select(i => reports.Metrics[i])];
        Cell owner = sweep;
        return new StreamedRows(
            [new Column("sweep", "sweep"), new Column("trial", "trial", Right: true), .. Columns(metrics)],
            reports.Rows.Select(r => (IReadOnlyList<Cell>)
                [owner, r.Trial, .. Cells(r.Epoch, order.Select(i => r.Metrics[i]), metrics, r.Seconds, r.Attempt, forPeople)]));
    }

    private static IEnumerable<Column> Columns(IEnumerable<string> metrics) =>
    [
        new Column("epoch", "epoch", Right: true), .. metrics.Select(m => new Column(m, m == Speed ? "tokens/s" : m, Right: true)),
        new Column("seconds", "seconds", Right: true), new Column("attempt", "attempt", Right: true),
    ];

    private static IEnumerable<Cell> Cells(int epoch, IEnumerable<double?> values, List<string> metrics, double seconds, int attempt, bool forPeople)
    {
        yield return epoch;
        var place = 0;
        foreach (var value in values)
        {
            var isSpeed = metrics[place++] == Speed;
            yield return value is not { } v ? Cell.None : isSpeed && forPeople ? Cell.Of(v, Numbers.Rate(v)) : Cell.Of(v);
        }

        yield return Cell.Of(seconds, forPeople ? Numbers.Seconds(seconds) : "");
        yield return attempt;
    }

    private static int Order(string metric) => metric switch
    {
        "train_perplexity" => 0,
        "val_perplexity" => 1,
        Speed => 3,
        _ => 2,
    };
}
