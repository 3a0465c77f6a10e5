namespace Sweep.Search.Samplers.Tpe;

/// <summary>Parts a history into good observations and all others, each with its weight.</summary>
/// <remarks>
/// Weights follow the order of trials (<see cref="TpeRules.Weights"/>), not that of telling. Diverged and failed ones are never good.
/// Running ones are bad ones of half a weight, and the newest: until they end, their surroundings are less attractive. An observation
/// from an earlier sweep counts half. Of very many bad ones those that come after the best <see cref="MostClose"/> are
/// thinned evenly by rank, with the weight of those left out: far from the good ones, details do not count.
/// </remarks>
internal sealed class TpeSplit
{
    /// <summary>Bad observations, from the best on, that are all kept.</summary>
    public const int MostClose = 200;

    private const int MostFar = 100;

    // In many dimensions a whole one at the last suggestion would keep the next ones far from where it is good.
    private const double RunningWeight = 0.5;

    /// <summary>Parts a history.</summary>
    /// <param name="finished">Observations, in any order.</param>
    /// <param name="points">The point of each; null = it lies outside of the space and is left out.</param>
    /// <param name="running">Points of running configurations.</param>
    public TpeSplit(IReadOnlyList<Observation> finished, IReadOnlyList<double[]?> points, IReadOnlyList<double[]> running)
    {
        // Keys are taken once and ties fall back to the order of trials: at ten thousand observations a comparer would cost milliseconds.
        var byTrial = Enumerable.Range(0, finished.Count).Where(i => points[i] is not null)
            .OrderBy(i => finished[i].Index).ThenBy(i => finished[i].Config.Json, StringComparer.Ordinal)
            .Select((i, trial) => new Item(finished[i], points[i]!, trial)).ToList();
        var ranked = byTrial.OrderBy(item => LossOrder.ClassOf(item.Observation)).ThenBy(item => LossOrder.ValueOf(item.Observation))
            .ToList();
        Count = ranked.Count;
        var gamma = ranked.Take(TpeRules.Gamma(Count)).TakeWhile(item => LossOrder.HasLoss(item.Observation)).Count();
        (Good, GoodWeights) = Weighted(ranked[..gamma], []);
        (Bad, BadWeights) = Weighted(ranked[gamma..], running);
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
        List<Item> ranked, IReadOnlyList<double[]> running)
    {
        var weights = TpeRules.Weights(ranked.Count + running.Count);
        var stride = Math.Max(1, (ranked.Count - MostClose + MostFar - 1) / MostFar);
        var (points, kept) = (new List<double[]>(), new List<double>());
        foreach (var ((item, rank), place) in ranked.Index().Select(pair => (pair.Item, pair.Index)).OrderBy(pair => pair.Item.Trial)
            .Select((pair, place) => (pair, place)))
        {
            var isClose = rank < MostClose;
            if (!isClose && (rank - MostClose) % stride != 0) continue;
            points.Add(item.Point);
            kept.Add(weights[place] * (item.Observation.IsForeign ? 0.5 : 1) * (isClose ? 1 : stride));
        }

        return ([.. points, .. running], [.. kept, .. weights[ranked.Count..].Select(weight => weight * RunningWeight)]);
    }

    private readonly record struct Item(Observation Observation, double[] Point, int Trial);
}
