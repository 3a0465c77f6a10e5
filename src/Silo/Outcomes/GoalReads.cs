using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Search.Objectives;

namespace Sweep.Silo.Outcomes;

/// <summary>Reads what objectives and constraints on outcomes need.</summary>
public static class GoalReads
{
    /// <summary>The sweep's own metric of its accepted epochs, with the others that count.</summary>
    public static async Task<IReadOnlyList<MetricRow>> ListMetric(this ILedgerReader ledger, string sweep, Goals goals)
    {
        if (goals.IsPlain) return await ledger.ListMetric(sweep);
        var metric = goals.Objectives[0].Name;
        return
        [
            .. (await ledger.ListEpochs(sweep)).Where(row => row.Metrics.ContainsKey(metric)).Select(row =>
                new MetricRow(row.Trial, row.Epoch, row.Metrics[metric]) { Others = goals.OthersIn(row.Metrics) }),
        ];
    }

    /// <summary>What the report of each trial is worth that gives it its value, by its number; none where the metric says all.</summary>
    public static async Task<IReadOnlyDictionary<int, Outcome>> ListOutcomes(this ILedgerReader ledger, string sweep, Goals goals) =>
        (goals.IsPlain ? [] : await ledger.ListCounted(sweep)).ToDictionary(row => row.Trial, row => goals.Of(row.Metrics));

    /// <summary>Numbers of the trials whose value breaks a constraint.</summary>
    public static async Task<IReadOnlySet<int>> ListBroken(this ILedgerReader ledger, string sweep, Goals goals)
    {
        if (goals.Constraints.Count == 0) return new HashSet<int>();
        return (await ledger.ListOutcomes(sweep, goals)).Where(trial => trial.Value.Violation > 0).Select(trial => trial.Key).ToHashSet();
    }
}
