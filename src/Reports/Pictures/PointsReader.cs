using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Outcomes;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Pictures;

/// <summary>Reads trials as points over parameters and metric.</summary>
public static class PointsReader
{
    /// <summary>The points over some parameters (null = those that vary); the best half of so many at most, and others evenly spaced by
    /// rank.</summary>
    /// <exception cref="PictureException">The sweep has no metric, no result, or no such parameter.</exception>
    public static PointsPicture Of(SweepRow sweep, SweepResults results, RankedTrials order, SearchSpace? space,
        IReadOnlyList<string>? parameters = null, int most = 3000)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric");
        var observed = new ObservedTrials(results);
        var axes = new PictureAxes(observed, space);
        var names = parameters ?? axes.Varying;
        if (names.Count == 0) throw new PictureException("no parameter takes two values in it");
        var ranked = order.Sorted(Enumerable.Range(0, results.Trials.Length)
            .Where(place => observed.Metric(place) is { } value && double.IsFinite(value)));
        if (ranked.Length == 0)
            throw new PictureException($"no trial of it has ended with '{sweep.Metric}' yet; draw it again when one has");
        var shown = Thin(ranked, most);
        var columns = names.Select(axes.OfParameter).ToList();
        return new PointsPicture(
            Sweep: sweep.Name,
            Metric: PictureAxes.OfMetric(sweep.Metric, ranked.Select(place => observed.Metric(place)!.Value)),
            Maximize: sweep.Maximize,
            Parameters: columns.ConvertAll(column => column.Axis),
            Trials: Array.ConvertAll(shown, place => observed.Trials[place].Number),
            Values: Array.ConvertAll(shown, place => observed.Metric(place)!.Value),
            Columns: [.. names.Select((name, i) => Column(observed, name, columns[i].Places, shown))],
            Means: [.. names.Select((name, i) => columns[i].Axis.Scale == AxisScale.Category
                ? Means(observed, Column(observed, name, columns[i].Places, ranked), ranked, columns[i].Axis.Categories.Count) : [])],
            All: ranked.Length,
            Notes: shown.Length == ranked.Length ? []
                : [$"{shown.Length:N0} of {ranked.Length:N0} trials: the best {most / 2:N0}, and others evenly spaced by rank"]);
    }

    /// <summary>Where each trial stands on the axis of a parameter.</summary>
    private static double[] Column(ObservedTrials observed, string name, double[] places, int[] trials)
    {
        var seen = observed.Parameter(name);
        return Array.ConvertAll(trials, trial => places[seen.Of(observed.ConfigOf(trial))]);
    }

    /// <summary>The mean of each category over all trials, those that are not shown included.</summary>
    private static double[] Means(ObservedTrials observed, double[] column, int[] trials, int categories)
    {
        var (sums, counts) = (new double[categories], new int[categories]);
        for (var i = 0; i < trials.Length; i++)
        {
            if (double.IsNaN(column[i])) continue;
            sums[(int)column[i]] += observed.Metric(trials[i])!.Value;
            counts[(int)column[i]]++;
        }

        return [.. sums.Select((sum, category) => counts[category] == 0 ? double.NaN : sum / counts[category])];
    }

    private static int[] Thin(int[] ranked, int most)
    {
        if (ranked.Length <= most) return ranked;
        var best = most / 2;
        var (rest, left) = (ranked.Length - best, most - best);
        return [.. ranked.Take(best), .. Enumerable.Range(0, left).Select(i => ranked[best + (int)((long)i * rest / left)])];
    }
}
