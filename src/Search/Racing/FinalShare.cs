namespace Sweep.Search.Racing;

/// <summary>Who of the few best gets the last share of a budget: more seeds where the order is uncertain.</summary>
/// <remarks>
/// Optimal computing budget allocation (Chen et al., "Simulation budget allocation for further enhancing the efficiency of ordinal
/// optimization", Discrete Event Dynamic Systems 10 (2000), theorem 3): N_i : N_j = (s/d_i)² : (s/d_j)² for all but the best, where d is
/// the distance to the best mean, and N_best = sqrt(sum of the other N_i²), with one standard deviation s for all; one seed at a
/// time goes to whoever lacks most. A distance counts as a tenth of s at least, so that equal ones share.
/// </remarks>
/// <param name="seeds">Most seeds of a configuration.</param>
public sealed class FinalShare(int seeds)
{
    /// <summary>The configurations that a final is for, <paramref name="count"/> at most: the incumbent, and the best by mean among those
    /// with at least two seeds, or else with one. None of which a seed has failed.</summary>
    public static IReadOnlyList<int> Finalists(SeedResults results, int incumbent, int count) =>
        [incumbent, .. results.Ranked.Where(configuration => configuration != incumbent).Take(count - 1)];

    /// <summary>Which of some finalists, at least one, runs its next seed; null = all have all seeds.</summary>
    public int? Next(SeedResults results, IReadOnlyCollection<int> finalists)
    {
        var can = finalists.Where(c => results.Begun(c) < seeds).ToList();
        if (can.Count == 0) return null;
        var fit = SeedEffects.Fit(results, finalists);
        var best = Best(fit);
        var least = fit.Deviation > 0 ? 0.1 * fit.Deviation : double.Epsilon;
        var share = finalists.Where(c => c != best).ToDictionary(c => c, c => Square(1 / Math.Max(fit.Means[c] - fit.Means[best], least)));
        share[best] = finalists.Count == 1 ? 1 : Math.Sqrt(share.Values.Sum(Square));
        // Where all are infinitely far away or none is, the fewest seeds count.
        return can.OrderByDescending(c => double.IsFinite(share[c]) ? share[c] / results.Begun(c) : double.MaxValue)
            .ThenBy(results.Begun).ThenBy(c => c).First();
    }

    /// <summary>The configuration with the lowest mean, the effects of seeds taken out.</summary>
    public static int Best(SeedEffects fit) => fit.Means.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;

    private static double Square(double x) => x * x;
}
