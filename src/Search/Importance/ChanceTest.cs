using MathNet.Numerics.Distributions;
using Sweep.Search.Randomness;

namespace Sweep.Search.Importance;

/// <summary>Whether chance alone could have spread the best results so unevenly over bins.</summary>
/// <remarks>
/// Pearson's chi-squared test. Its distribution is no good approximation where few of the best are expected in a bin (Cochran, Biometrics
/// 10, 1954, wants 5); there the same statistic is compared with that of random choices of the best, p = (1 + those at least as large) /
/// (1 + all) (Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9, 2010).
/// </remarks>
internal static class ChanceTest
{
    private const int Enough = 5;
    private const int Draws = 2000;

    /// <summary>Equal statistics that were summed up in another order are this far apart at most.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Probability of a spread of the best that is at least as uneven when the bins do not matter; <paramref name="binOf"/> is the
    /// bin of each result, best first, below 0 where it is in none.</summary>
    public static double P(int[] binOf, int top, SeededRandom random)
    {
        int[] pool = [.. binOf.Where(bin => bin >= 0)];
        var chosen = binOf.Take(top).Count(bin => bin >= 0);
        if (chosen == 0 || chosen == pool.Length) return 1;
        var (all, best) = (new int[pool.Max() + 1], new int[pool.Max() + 1]);
        foreach (var bin in pool) all[bin]++;
        for (var i = 0; i < chosen; i++) best[pool[i]]++;
        var (filled, rate) = (all.Count(count => count > 0), (double)chosen / pool.Length);
        if (filled < 2) return 1;
        var found = Statistic(all, best, rate);
        var isFew = all.Any(count => count > 0 && count * rate < Enough);
        return isFew ? OfChoices(pool, chosen, all, found, random) : 1 - ChiSquared.CDF(filled - 1, found);
    }

    private static double OfChoices(int[] pool, int chosen, int[] all, double found, SeededRandom random)
    {
        var (rate, best, asLarge) = ((double)chosen / pool.Length, new int[all.Length], 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(best);
            for (var i = 0; i < chosen; i++)
            {
                var other = i + random.NextInt(pool.Length - i);
                (pool[i], pool[other]) = (pool[other], pool[i]);
                best[pool[i]]++;
            }

            if (Statistic(all, best, rate) >= found * (1 - Rounding)) asLarge++;
        }

        return (1.0 + asLarge) / (1 + Draws);
    }

    /// <summary>Pearson's statistic of a table with two rows, the best and the others.</summary>
    private static double Statistic(int[] all, int[] best, double rate)
    {
        var sum = 0.0;
        for (var bin = 0; bin < all.Length; bin++)
        {
            var off = best[bin] - (all[bin] * rate);
            if (all[bin] > 0) sum += off * off / all[bin];
        }

        return sum / (rate * (1 - rate));
    }
}
