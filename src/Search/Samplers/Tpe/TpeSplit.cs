namespace Sweep.Search.Samplers.Tpe;

/// <summary>Parts a history into good observations and all others, each with its weight.</summary>
/// <remarks>
/// Weights follow the order of trials (<see cref="Weights"/>), not that of telling. Diverged and failed ones are never good.
/// Running ones are bad ones of half a weight, and the newest: until they end, their surroundings are less attractive. An observation
/// from an earlier sweep counts half. Of very many bad ones those that come after the best <see cref="MostClose"/> are
/// thinned evenly by rank, with the weight of those left out: far from the good ones, details do not count. How many are good and what
/// each is worth are the defaults of Optuna 5, which took them from Hyperopt.
/// </remarks>
internal sealed class TpeSplit
{
    /// <summary>Bad observations, from the best on, that are all kept.</summary>
    public const int MostClose = 200;

    private const int MostFar = 100;
    private const int Newest = 25;

    // In many dimensions a whole one at the last suggestion would keep the next ones far from where it is good.
    private const double RunningWeight = 0.5;

    /// <summary>Parts observations, in any order. A point that is null lies outside of the space and is left out; <paramref name="order"/>
    /// has the others, and running configurations have points alone.</summary>
    public TpeSplit(
        IReadOnlyList<Observation> finished, IReadOnlyList<double[]?> points, HistoryOrder order, IReadOnlyList<double[]> running)
    {
        var ranks = new int[finished.Count];
        for (var rank = 0; rank < order.Ranked.Count; rank++) ranks[order.Ranked[rank]] = rank;
        Count = order.Ranked.Count;
        var good = order.Ranked.Take(Gamma(Count)).TakeWhile(i => LossOrder.HasLoss(finished[i])).Count();
        (Good, GoodWeights) = Weighted(good, i => ranks[i], []);
        (Bad, BadWeights) = Weighted(Count - good, i => ranks[i] - good, running);

        (IReadOnlyList<double[]> Points, IReadOnlyList<double> Weights) Weighted(
            int count, Func<int, int> rankOf, IReadOnlyList<double[]> alsoRunning)
        {
            var weights = Weights(count + alsoRunning.Count);
            var stride = Math.Max(1, (count - MostClose + MostFar - 1) / MostFar);
            var (kept, keptWeights, place) = (new List<double[]>(), new List<double>(), 0);
            foreach (var i in order.ByTrial)
            {
                var rank = rankOf(i);
                if (rank < 0 || rank >= count) continue;
                var (weight, isClose) = (weights[place++] * (finished[i].IsForeign ? 0.5 : 1), rank < MostClose);
                if (!isClose && (rank - MostClose) % stride != 0) continue;
                kept.Add(points[i]!);
                keptWeights.Add(weight * (isClose ? 1 : stride));
            }

            return ([.. kept, .. alsoRunning], [.. keptWeights, .. weights[count..].Select(weight => weight * RunningWeight)]);
        }
    }

    /// <summary>Finished observations inside the space.</summary>
    public int Count { get; }

    /// <summary>Points and weights of the good ones, and of the others.</summary>
    public IReadOnlyList<double[]> Good { get; }
    public IReadOnlyList<double> GoodWeights { get; }
    public IReadOnlyList<double[]> Bad { get; }
    public IReadOnlyList<double> BadWeights { get; }

    /// <summary>How many of the best observations make up the good ones: a tenth, rounded up, at most 25.</summary>
    public static int Gamma(int count) => Math.Min((int)Math.Ceiling(0.1 * count), 25);

    /// <summary>Weights in the order of trials: all 1 below 25, else rising from 1/n to 1, and 1 for the newest 25.</summary>
    public static double[] Weights(int count)
    {
        var ramp = Math.Max(0, count - Newest);
        return [.. Enumerable.Range(0, count).Select(i =>
            i >= ramp ? 1 : ramp == 1 ? 1.0 / count : 1.0 / count + i * (1 - 1.0 / count) / (ramp - 1))];
    }
}
