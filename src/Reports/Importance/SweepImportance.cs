using Sweep.Contracts;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Text;
using Sweep.Search.Importance;

namespace Sweep.Reports.Importance;

/// <summary>How much each parameter of a sweep matters, by <see cref="PedAnova"/> over its configurations.</summary>
/// <remarks>A configuration counts with the mean of its metric over the replicates that have ended, as in the ranking; stopped ones with
/// what they reached. One with a diverged replicate, or of which all failed, is infinitely bad. Those of which nothing has ended do not
/// count.</remarks>
/// <param name="Report">What is known.</param>
/// <param name="Configurations">Configurations that count.</param>
/// <param name="Lost">Those of them that are infinitely bad.</param>
public sealed record SweepImportance(ImportanceReport Report, int Configurations, int Lost)
{
    /// <summary>Measures a sweep. The order of its trials does not matter.</summary>
    public static ImportanceResult Of(SweepResults results, bool maximize, ImportanceOptions? options = null)
    {
        var (configs, losses) = Losses(results, maximize);
        var count = configs.Length;
        if (count < PedAnova.FewestResults)
        {
            return new(null, $"{Numbers.Plural(count, "configuration")} of it {(count == 1 ? "has" : "have")} ended, and it takes " +
                $"{PedAnova.FewestResults} at least");
        }

        var columns = new ParameterColumns(new ObservedTrials(results), configs).Varying;
        if (columns.Count == 0)
            return new(null, $"no parameter takes two values among the {count:N0} configurations of it that have ended");
        var report = PedAnova.Of(columns, losses, options ?? new());
        return new(new(report, count, losses.Count(double.IsInfinity)), null);
    }

    /// <summary>The configurations that count, by place, and their losses: lower is better, infinite when a replicate diverged or all
    /// failed.</summary>
    private static (int[] Configs, double[] Losses) Losses(SweepResults results, bool maximize)
    {
        var (seeds, sums, isLost, isOpen) = (new int[results.Configs.Count], new double[results.Configs.Count],
            new bool[results.Configs.Count], new bool[results.Configs.Count]);
        var hasFailed = new bool[results.Configs.Count];
        foreach (var trial in results.Trials)
        {
            isOpen[trial.Config] |= !trial.Status.IsFinal();
            isLost[trial.Config] |= trial.Status == TrialStatus.Diverged;
            if (trial.Status is not (TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Failed)) continue;
            if (trial.Status == TrialStatus.Failed || trial.Metric is not { } metric)
            {
                hasFailed[trial.Config] = true;
                continue;
            }

            seeds[trial.Config]++;
            sums[trial.Config] += maximize ? -metric : metric;
        }

        for (var config = 0; config < isLost.Length; config++)
            isLost[config] |= hasFailed[config] && seeds[config] == 0 && !isOpen[config];
        int[] configs = [.. Enumerable.Range(0, isLost.Length).Where(config => isLost[config] || seeds[config] > 0)];
        return (configs, Array.ConvertAll(configs, config => isLost[config] ? double.PositiveInfinity : sums[config] / seeds[config]));
    }
}

/// <summary>The importance of a sweep's parameters, or why it cannot be asked.</summary>
/// <param name="Importance">The importance; null exactly when there is a problem.</param>
/// <param name="Problem">Why not, without the sweep's name; null = it is there.</param>
public sealed record ImportanceResult(SweepImportance? Importance, string? Problem);
