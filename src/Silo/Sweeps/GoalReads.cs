using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Search.Objectives;

namespace Sweep.Silo.Sweeps;

/// <summary>Reads what objectives and constraints on outcomes need.</summary>
public static class GoalReads
{
    /// <summary>The sweep's own metric of its accepted epochs, with the others that count.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">Name of the sweep.</param>
    /// <param name="goals">What it asks of results.</param>
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

    /// <summary>Numbers of the trials whose value breaks a constraint.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">Name of the sweep.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="goals">What it asks of results.</param>
    public static async Task<IReadOnlySet<int>> ListBroken(
        this ILedgerReader ledger, string sweep, IReadOnlyList<TrialRow> trials, Goals goals)
    {
        if (goals.Constraints.Count == 0) return new HashSet<int>();
        var counted = trials.ToDictionary(trial => trial.Number, trial => trial.BestEpoch);
        return (await ledger.ListEpochs(sweep))
            .Where(row => counted.GetValueOrDefault(row.Trial) == row.Epoch && goals.Of(row.Metrics).Violation > 0)
            .Select(row => row.Trial).ToHashSet();
    }
}
