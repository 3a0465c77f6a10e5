using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Outcomes;

/// <summary>What the trials of one configuration say of a sweep's objectives and constraints together.</summary>
/// <param name="Losses">Mean of each objective, lower is better; null where one of the trials lacks one.</param>
/// <param name="Violation">Mean amount by which constraints are broken; 0 = each trial holds all of them.</param>
internal sealed record ConfigOutcome(IReadOnlyList<double>? Losses, double Violation)
{
    /// <summary>The outcome of each configuration that has trials with a value, by its place in the results.</summary>
    public static Dictionary<int, ConfigOutcome> Of(SweepResults results, IReadOnlyList<EpochRow> counted, Goals goals)
    {
        var outcomes = counted.ToDictionary(row => row.Trial, row => goals.Of(row.Metrics));
        return results.Trials.Where(trial => trial.Metric is not null && outcomes.ContainsKey(trial.Number))
            .Where(trial => trial.Status is TrialStatus.Completed or TrialStatus.Stopped)
            .GroupBy(trial => trial.Config, trial => outcomes[trial.Number])
            .ToDictionary(config => config.Key, config => Mean([.. config], goals.Objectives.Count));
    }

    private static ConfigOutcome Mean(IReadOnlyList<Outcome> trials, int objectives) => new(
        trials.Any(trial => trial.Losses is null) ? null
            : [.. Enumerable.Range(0, objectives).Select(i => trials.Average(trial => trial.Losses![i]))],
        trials.Average(trial => trial.Violation));
}
