namespace Sweep.Search.Samplers.Tpe;

/// <summary>Parts a history into good observations and all others, each with its weight.</summary>
/// <remarks>
/// Weights follow the order of trials (<see cref="TpeRules.Weights"/>), not that of telling. Diverged and failed ones are never good.
/// Running ones count as bad ones and are the newest (constant liar): until they end, their surroundings are less attractive. An
/// observation from an earlier sweep counts half. Of very many bad ones those that come after the best <see cref="MostClose"/> are
/// thinned evenly by rank, with the weight of those left out: far from the good ones, details do not count.
/// </remarks>
internal sealed class TpeSplit
{
    /// <summary>Bad observations, from the best on, that are all kept.</summary>
    public const int MostClose = 500;

    private const int MostFar = 250;

    /// <summary>Parts a history.</summary>
    /// <param name="finished">Observations, in any order.</param>
    /// <param name="points">The point of each; null = it lies outside of the space and is left out.</param>
    /// <param name="running">Points of running configurations.</param>
    public TpeSplit(IReadOnlyList<Observation> finished, IReadOnlyList<double[]?> points, IReadOnlyList<double[]> running)
    {
        var ranked = Enumerable.Range(0, finished.Count).Where(i => points[i] is not null).Select(i => new Ranked(finished[i], points[i]!))
            .OrderBy(item => item.Observation, LossOrder.Instance).ToList();
        Count = ranked.Count;
        var good = ranked.Take(TpeRules.Gamma(Count)).TakeWhile(item => LossOrder.HasLoss(item.Observation)).ToList();
        (Good, GoodWeights) = Weighted(good, []);
        (Bad, BadWeights) = Weighted(ranked.Skip(good.Count), running);
    }

    /// <summary>Finished observations inside the space.</summary>
    public int Count { get; }

    /// <summary>Points of the good ones.</summary>
    public IReadOnlyList<double[]> Good { get; }

    /// <summary>Their weights.</summary>
    public IReadOnlyList<double> GoodWeights { get; }

    /// <summary>Points of the others.</summary>
    public IReadOnlyList<double[]> Bad { get; }

    /// <summary>Their weights.</summary>
    public IReadOnlyList<double> BadWeights { get; }

    private static (IReadOnlyList<double[]> Points, IReadOnlyList<double> Weights) Weighted(
        IEnumerable<Ranked> ranked, IReadOnlyList<double[]> running)
    {
        var items = ranked.Select((item, rank) => (item.Observation, item.Point, Rank: rank)).ToArray();
        Array.Sort(items, (a, b) => LossOrder.ByTrial(a.Observation, b.Observation));
        var weights = TpeRules.Weights(items.Length + running.Count);
        var stride = Math.Max(1, (items.Length - MostClose + MostFar - 1) / MostFar);
        var (points, kept) = (new List<double[]>(), new List<double>());
        for (var i = 0; i < items.Length; i++)
        {
            var isClose = items[i].Rank < MostClose;
            if (!isClose && (items[i].Rank - MostClose) % stride != 0) continue;
            points.Add(items[i].Point);
            kept.Add(weights[i] * (items[i].Observation.IsForeign ? 0.5 : 1) * (isClose ? 1 : stride));
        }

        return ([.. points, .. running], [.. kept, .. weights[items.Length..]]);
    }

    private readonly record struct Ranked(Observation Observation, double[] Point);
}
