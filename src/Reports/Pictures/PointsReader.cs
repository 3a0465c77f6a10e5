using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Pictures;

/// <summary>Reads trials as points over parameters and metric.</summary>
public static class PointsReader
{
    /// <summary>Reads the points of a sweep.</summary>
    /// <param name="ledger">Where to look.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="space">What its file lets parameters be; null when no longer known.</param>
    /// <param name="parameters">Which parameters; null = those that vary.</param>
    /// <param name="most">Points at most: the best half of them, and others evenly spaced by rank; default 3,000.</param>
    /// <exception cref="PictureException">The sweep has no metric, no result, or no such parameter.</exception>
    public static async Task<PointsPicture> Read(
        ILedgerView ledger, SweepRow sweep, SearchSpace? space, IReadOnlyList<string>? parameters = null, int most = 3000) =>
        Of(sweep, await ledger.ReadResults(sweep.Name), space, parameters, most);

    /// <summary>The points of results.</summary>
    /// <inheritdoc cref="Read" />
    public static PointsPicture Of(
        SweepRow sweep, SweepResults results, SearchSpace? space, IReadOnlyList<string>? parameters = null, int most = 3000)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric");
        var observed = new ObservedTrials(results);
        var axes = new PictureAxes(observed, space);
        var names = parameters ?? axes.Varying;
        if (names.Count == 0) throw new PictureException("no parameter takes two values in it");
        int[] ranked = [.. Enumerable.Range(0, results.Trials.Length).Where(place => observed.Metric(place) is { } m && double.IsFinite(m))
            .OrderBy(place => sweep.Maximize ? -observed.Metric(place)!.Value : observed.Metric(place)!.Value)];
        if (ranked.Length == 0)
            throw new PictureException($"no trial of it has ended with '{sweep.Metric}' yet; draw it again when one has");
        var shown = Thin(ranked, most);
        var columns = names.Select(axes.OfParameter).ToList();
        return new PointsPicture
        {
            Sweep = sweep.Name,
            Metric = PictureAxes.OfMetric(sweep.Metric, ranked.Select(place => observed.Metric(place)!.Value)),
            Maximize = sweep.Maximize,
            Parameters = columns.ConvertAll(column => column.Axis),
            Trials = Array.ConvertAll(shown, place => observed.Trials[place].Number),
            Values = Array.ConvertAll(shown, place => observed.Metric(place)!.Value),
            Columns = [.. names.Select((name, i) =>
            {
                var seen = observed.Parameter(name);
                return Array.ConvertAll(shown, place => columns[i].Places[seen.Of(observed.ConfigOf(place))]);
            })],
            All = ranked.Length,
            Notes = shown.Length == ranked.Length ? []
                : [$"{shown.Length:N0} of {ranked.Length:N0} trials: the best {most / 2:N0}, and others evenly spaced by rank"],
        };
    }

    private static int[] Thin(int[] ranked, int most)
    {
        if (ranked.Length <= most) return ranked;
        var best = most / 2;
        var (rest, left) = (ranked.Length - best, most - best);
        return [.. ranked.Take(best), .. Enumerable.Range(0, left).Select(i => ranked[best + (int)((long)i * rest / left)])];
    }
}
