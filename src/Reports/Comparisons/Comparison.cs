using F23.StringSimilarity;
using Sweep.Ledger.Rankings;

namespace Sweep.Reports.Comparisons;

/// <summary>Compares the values of one parameter over trials that differ in nothing else:
/// the honest answer to "deep LSTM against GRU".</summary>
/// <remarks>A pair is two trials with the same configuration but for the parameter, and the same replicate (so the same seed). Pairing
/// removes what the other factors and the seed do to both. Perplexities are compared as ratios, other metrics as differences. Pairs of
/// levels grow with the square of their number, so there are never more than <see cref="MostLevels"/> levels.</remarks>
public static class Comparison
{
    /// <summary>Levels that are compared with each other at most: 45 pairs.</summary>
    public const int MostLevels = 10;

    /// <summary>Groups of numbers unless others are asked for.</summary>
    public const int DefaultBins = 4;

    /// <summary>Compares every pair of levels of a parameter.</summary>
    /// <param name="results">All trials of one sweep.</param>
    /// <param name="parameter">A parameter that takes more than one value in the sweep.</param>
    /// <param name="metric">Name of the sweep's metric.</param>
    /// <param name="maximize">True when a larger metric is better.</param>
    /// <param name="scale">Default: ratio for positive metrics whose name ends in <c>perplexity</c>, difference for others.</param>
    /// <param name="bins">Groups of about equally many trials into which numbers are put, 2 to <see cref="MostLevels"/>;
    /// null = groups only where the values are too many.</param>
    public static ComparisonResult By(
        SweepResults results, string parameter, string metric, bool maximize = false, ComparisonScale? scale = null,
        int? bins = null)
    {
        var observed = new ObservedTrials(results);
        if (Problem(observed, parameter, metric) is { } problem) return new ComparisonResult(null, problem);
        var positive = Enumerable.Range(0, observed.Trials.Length).All(trial => observed.Metric(trial) is null or > 0);
        var chosen = scale
            ?? (positive && metric.EndsWith("perplexity", StringComparison.Ordinal) ? ComparisonScale.Ratio : ComparisonScale.Difference);
        if (chosen == ComparisonScale.Ratio && !positive)
            return new ComparisonResult(
            null, $"ratios need positive values, but '{metric}' is 0 or negative in some trials; compare differences");
        var each = ComparedLevels.Each(observed, parameter);
        var areNumbers = ComparedLevels.AreNumbers(each);
        if (bins is not null && !areNumbers)
            return new ComparisonResult(null, $"groups need numbers, and '{parameter}' has {each[0].Name}, " +
            $"{each[1].Name}{(each.Count > 2 ? ", ..." : "")}; leave the number of groups out");
        return new(areNumbers && (bins is not null || each.Count > MostLevels)
            ? Grouped(observed, parameter, metric, maximize, chosen, each, bins ?? DefaultBins)
            : Single(observed, parameter, metric, maximize, chosen, each), null);
    }

    private static ComparisonTable Single(
        ObservedTrials observed, string parameter, string metric, bool maximize, ComparisonScale scale, IReadOnlyList<ComparedLevel> each)
    {
        var summaries = each.Select(level => (Level: level, Summary: Summarize(observed, level, maximize))).ToList();
        if (each.Count > MostLevels)
            summaries = [.. summaries.OrderBy(level => (maximize ? -level.Summary.Mean : level.Summary.Mean) ?? double.PositiveInfinity)
            .Take(MostLevels)];
        return new ComparisonTable(parameter, metric, scale, summaries.ConvertAll(level => level.Summary),
            Pairs(new LevelPair(observed, parameter, scale), summaries.ConvertAll(level => level.Level)))
        {
            Values = each.Count,
        };
    }

    private static ComparisonTable Grouped(
        ObservedTrials observed, string parameter, string metric, bool maximize, ComparisonScale scale,
        IReadOnlyList<ComparedLevel> each, int bins)
    {
        var groups = ComparedLevels.Groups(each, bins);
        var pair = new LevelPair(observed, parameter, scale);
        var hasPairs = pair.ArePaired(groups);
        return new ComparisonTable(parameter, metric, scale, [.. groups.Select(group => Summarize(observed, group, maximize))],
            hasPairs ? Pairs(pair, groups) : [])
        {
            Values = each.Count,
            Groups = groups.Count(group => group.From is not null),
            Correlation = Correlate(observed, parameter),
            Note = hasPairs ? null : "no two trials of different groups agree in everything else, so the groups are not tested against " +
                "each other; the rank correlation uses all configurations",
        };
    }

    private static List<PairedComparison> Pairs(LevelPair pair, IReadOnlyList<ComparedLevel> levels) =>
        Holm([.. levels.SelectMany((a, index) => levels.Skip(index + 1).Select(b => pair.Compare(a, b)))]);

    /// <summary>Over configurations and not over trials: replicates of one configuration are no independent witnesses.</summary>
    private static RankCorrelation? Correlate(ObservedTrials observed, string parameter)
    {
        var (values, sums, counts) = (observed.Parameter(parameter), new double[observed.Configs], new int[observed.Configs]);
        for (var trial = 0; trial < observed.Trials.Length; trial++)
        {
            if (observed.Metric(trial) is not { } metric) continue;
            sums[observed.ConfigOf(trial)] += metric;
            counts[observed.ConfigOf(trial)]++;
        }

        var (x, y) = (new List<double>(), new List<double>());
        for (var config = 0; config < counts.Length; config++)
        {
            if (counts[config] == 0 || values.Number(values.Of(config)) is not { } number) continue;
            x.Add(number);
            y.Add(sums[config] / counts[config]);
        }

        return SpearmanTest.Of(x, y);
    }

    private static string? Problem(ObservedTrials trials, string parameter, string metric)
    {
        if (trials.Trials.Length == 0) return "the sweep has no trials to compare";
        var names = trials.Names;
        if (!names.Contains(parameter))
        {
            var nearest = names.MinBy(name => new Damerau().Distance(name, parameter));
            return $"the sweep has no parameter '{parameter}'; did you mean '{nearest}'? It has: {string.Join(", ", names)}";
        }

        if (trials.Values(parameter) == 1)
        {
            List<string> varying = [.. names.Where(name => trials.Values(name) > 1)];
            var others = varying.Count == 0 ? "no parameter varies in this sweep" : $"parameters that vary: {string.Join(", ", varying)}";
            return $"parameter '{parameter}' is {trials.Parameter(parameter).Text(trials.ValuesOf(parameter)[0])} in every trial, so " +
                $"there is nothing to compare; {others}";
        }

        return Enumerable.Range(0, trials.Trials.Length).Any(trial => trials.Metric(trial) is not null)
            ? null
            : $"no trial of the sweep has ended with '{metric}' yet; compare again when some are completed ('ls' shows how far it is)";
    }

    private static LevelSummary Summarize(ObservedTrials trials, ComparedLevel level, bool maximize)
    {
        var values = new List<double>(level.Trials.Count);
        foreach (var trial in level.Trials) if (trials.Metric(trial) is { } metric) values.Add(metric);
        var summary = ReplicateSummary.Of(trials.Trials, [.. level.Trials], maximize);
        double? geometric = values.Count > 0 && values.TrueForAll(value => value > 0) ? Math.Exp(values.Average(Math.Log)) : null;
        return new LevelSummary(level.Name, values.Count, summary.Mean, summary.Std, geometric, summary.Best, summary.Diverged
            + summary.Failed, level.From, level.To)
        { Number = level.Number };
    }

    private static List<PairedComparison> Holm(List<PairedComparison> pairs)
    {
        var t = HolmCorrection.Adjust([.. pairs.Select(pair => pair.TTestP)]);
        var w = HolmCorrection.Adjust([.. pairs.Select(pair => pair.WilcoxonP)]);
        return [.. pairs.Select((pair, index) => pair with { HolmTTestP = t[index], HolmWilcoxonP = w[index] })];
    }
}
