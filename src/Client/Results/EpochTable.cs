using Sweep.Client.Rendering;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>Epochs as a table with a column for each metric that any of them reports.</summary>
public static class EpochTable
{
    private const string Speed = "tokens_per_second";

    /// <param name="epochs">Accepted epochs.</param>
    /// <param name="sweep">Name of the sweep for a column of its own and the trial's; null where both are said elsewhere.</param>
    public static DataTable Of(IReadOnlyList<EpochRow> epochs, string? sweep = null)
    {
        var metrics = epochs.SelectMany(e => e.Metrics.Keys).Distinct().OrderBy(Order).ThenBy(m => m, StringComparer.Ordinal).ToList();
        IEnumerable<Column> owner = sweep is null ? [] : [new Column("sweep", "sweep"), new Column("trial", "trial", Right: true)];
        var table = new DataTable(
        [
            .. owner, new Column("epoch", "epoch", Right: true), .. metrics.Select(m => new Column(m, m == Speed ? "tokens/s" : m, Right: true)),
            new Column("seconds", "seconds", Right: true), new Column("attempt", "attempt", Right: true),
        ]);
        foreach (var e in epochs)
        {
            IEnumerable<Cell> of = sweep is null ? [] : [sweep, e.Trial];
            table.Add([.. of, e.Epoch, .. metrics.Select(m => Value(e, m)), Cell.Of(e.Seconds, Numbers.Seconds(e.Seconds)), e.Attempt]);
        }
        return table;
    }

    private static Cell Value(EpochRow epoch, string metric) =>
        !epoch.Metrics.TryGetValue(metric, out var value) ? Cell.None
        : metric == Speed ? Cell.Of(value, Numbers.Rate(value)) : Cell.Of(value);

    private static int Order(string metric) => metric switch
    {
        "train_perplexity" => 0,
        "val_perplexity" => 1,
        Speed => 3,
        _ => 2,
    };
}
