using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Samplers;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Strategies;

/// <summary>What a sweep knows of another one before it begins: the configurations that have ended there, as a strategy sees its own.
/// </summary>
/// <param name="fit">Tells which of them are configurations of the sweep.</param>
/// <param name="rules">What its file says of the metric.</param>
/// <param name="rungs">Epochs at which its rule compares trials, ascending.</param>
public sealed class WarmStart(SpaceFit fit, StrategyRules rules, IReadOnlyList<int> rungs)
{
    /// <summary>Looks at the other sweep.</summary>
    /// <param name="trials">Its trials by number, without those that began with the checkpoint of another one.</param>
    /// <param name="metrics">The metric of its accepted epochs, by trial and epoch.</param>
    /// <param name="needed">Seeds of a configuration that must have ended before anything is known of it, at least 1.</param>
    public KnownSweep Take(IReadOnlyList<TrialRow> trials, IReadOnlyList<MetricRow> metrics, int needed)
    {
        var log = new ConfigurationLog(needed, rules.Summary, rungs, rules.Goals);
        var misfits = new Dictionary<string, int>();
        var configurations = 0;
        foreach (var own in trials.GroupBy(trial => trial.Plan.Config))
        {
            configurations++;
            if (fit.Find(own.Key, out var misfit) is not { } config)
            {
                misfits[misfit!] = misfits.GetValueOrDefault(misfit!) + 1;
                continue;
            }

            var added = log.Start(config, -1);
            foreach (var trial in own.OrderBy(trial => trial.Number)) log.Add(added, trial.Number);
        }

        var reports = metrics.ToLookup(row => row.Trial);
        var number = 0L;
        foreach (var trial in trials.Where(trial => trial.Status.IsFinal()).OrderBy(trial => trial.EndedAt).ThenBy(trial => trial.Number))
        {
            foreach (var row in reports[trial.Number])
                log.Report(trial.Number, new Reading(row.Epoch, rules.Maximize ? -row.Metric : row.Metric), row.Others);
            log.End(trial.Number, trial.Status, ++number);
        }

        return new(KnownObservations.Numbered(log.At(number, log.Count).Finished), configurations, misfits);
    }
}

/// <summary>What is known of another sweep.</summary>
/// <param name="Known">Configurations that have ended and fit, in the order in which they ended.</param>
/// <param name="Configurations">Configurations that it has tried or tries.</param>
/// <param name="Misfits">How many do not fit, by the parameter that does not; empty for the constraints.</param>
public sealed record KnownSweep(IReadOnlyList<Observation> Known, int Configurations, IReadOnlyDictionary<string, int> Misfits)
{
    /// <summary>Configurations that fit and have not ended with a result.</summary>
    public int Open => Configurations - Known.Count - Misfits.Values.Sum();
}
