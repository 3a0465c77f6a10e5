using F23.StringSimilarity;
using Sweep.Experiments.Ledger;

namespace Sweep.Experiments.Analysis;

/// <summary>Compares the values of one parameter over trials that differ in nothing else: the honest answer to "deep LSTM against GRU".</summary>
/// <remarks>
/// A pair is two trials with the same configuration but for the parameter, and the same replicate (so the same seed). Pairing removes what the
/// other factors and the seed do to both. Perplexities are compared as ratios, other metrics as differences.
/// </remarks>
public static class Comparison
{
    /// <summary>Compares every pair of values of a parameter.</summary>
    /// <param name="trials">All trials of one sweep.</param>
    /// <param name="parameter">A parameter that takes more than one value in the sweep.</param>
    /// <param name="metric">Name of the sweep's metric.</param>
    /// <param name="maximize">True when a larger metric is better.</param>
    /// <param name="scale">Default: ratio for positive metrics whose name ends in <c>perplexity</c>, difference for others.</param>
    public static ComparisonResult By(
        IReadOnlyList<TrialRow> trials, string parameter, string metric, bool maximize = false, ComparisonScale? scale = null)
    {
        List<Observed> observed = [.. trials.OrderBy(trial => trial.Number).Select(trial => new Observed(trial, parameter))];
        if (Problem(observed, parameter, metric) is { } problem) return new ComparisonResult(null, problem);
        var positive = observed.All(trial => trial.Metric is null or > 0);
        var chosen = scale ?? (positive && metric.EndsWith("perplexity", StringComparison.Ordinal) ? ComparisonScale.Ratio : ComparisonScale.Difference);
        if (chosen == ComparisonScale.Ratio && !positive) return new ComparisonResult(null, $"ratios need positive values, but '{metric}' is 0 or negative in some trials; compare differences");
        List<IGrouping<string, Observed>> levels = [.. observed.GroupBy(trial => trial.Level, StringComparer.Ordinal)];
        var pairs = levels.SelectMany((a, index) => levels.Skip(index + 1).Select(b => LevelPair.Compare([.. a], [.. b], chosen))).ToList();
        return new ComparisonResult(new(parameter, metric, chosen, [.. levels.Select(level => Summarize([.. level], maximize))], Holm(pairs)), null);
    }

    private static string? Problem(List<Observed> trials, string parameter, string metric)
    {
        if (trials.Count == 0) return "the sweep has no trials to compare";
        List<string> names = [.. trials.SelectMany(trial => trial.Config.Names).Distinct(StringComparer.Ordinal)];
        if (!names.Contains(parameter))
        {
            var nearest = names.MinBy(name => new Damerau().Distance(name, parameter));
            return $"the sweep has no parameter '{parameter}'; did you mean '{nearest}'? It has: {string.Join(", ", names)}";
        }

        if (trials.DistinctBy(trial => trial.Level).Count() == 1)
        {
            List<string> varying = [.. names.Where(name => trials.DistinctBy(trial => Observed.Text(trial.Config, name)).Count() > 1)];
            var others = varying.Count == 0 ? "no parameter varies in this sweep" : $"parameters that vary: {string.Join(", ", varying)}";
            return $"parameter '{parameter}' is {trials[0].Level} in every trial, so there is nothing to compare; {others}";
        }

        return trials.Any(trial => trial.Metric is not null)
            ? null
            : $"no trial of the sweep has ended with '{metric}' yet; compare again when some are completed ('ls' shows how far it is)";
    }

    private static LevelSummary Summarize(Observed[] level, bool maximize)
    {
        var summary = ReplicateSummary.Of([.. level.Select(trial => (trial.Row.Status, trial.Row.Metric))], maximize);
        double[] values = [.. level.Where(trial => trial.Metric is not null).Select(trial => trial.Metric!.Value)];
        double? geometric = values.Length > 0 && values.All(value => value > 0) ? Math.Exp(values.Average(Math.Log)) : null;
        return new LevelSummary(level[0].Level, values.Length, summary.Mean, summary.Std, geometric, summary.Best, summary.Diverged + summary.Failed);
    }

    private static List<PairedComparison> Holm(List<PairedComparison> pairs)
    {
        var t = HolmCorrection.Adjust([.. pairs.Select(pair => pair.TTestP)]);
        var w = HolmCorrection.Adjust([.. pairs.Select(pair => pair.WilcoxonP)]);
        return [.. pairs.Select((pair, index) => pair with { HolmTTestP = t[index], HolmWilcoxonP = w[index] })];
    }
}
