namespace Sweep.Models.Ngrams;

/// <summary>Interpolated n-grams with modified Kneser-Ney smoothing (Chen and Goodman 1998, "An Empirical Study of Smoothing Techniques for
/// Language Modeling", TR-10-98, section 3; Computer Speech and Language 13, 1999).</summary>
/// <remarks>
/// <code>
/// p(w|h) = max(c(hw) - D(c(hw)), 0) / c(h) + g(h) p(w|h')     h' = h without its first token; below the empty h stands 1/V
/// g(h)   = (D1 N1(h) + D2 N2(h) + D3 N3+(h)) / c(h)            N1(h): how many w have c(hw) = 1, and so on; c(h) = sum of c(hw) over w
/// D1 = 1 - 2 Y n2/n1,  D2 = 2 - 3 Y n3/n2,  D3+ = 3 - 4 Y n4/n3,  Y = n1 / (n1 + 2 n2)
/// </code>
/// c(hw) counts occurrences for n-grams of full length, and the different tokens before hw for shorter ones (so one that begins the text
/// alone has 0); n1 to n4 are how many n-grams of a length have c = 1 to 4. Where the formula has no value, or one for Dk that is not
/// above 0 (which would leave nothing for what was not seen) or is above k, that length takes 0.5, 1 and 1.5. A history that was never
/// seen is as if it were shorter.
/// </remarks>
public sealed class KneserNeyModel : INgramModel
{
    private static readonly double[] Fallback = [0, 0.5, 1, 1.5];

    private readonly NgramTrie trie;
    private readonly int vocabulary;
    private readonly int[][] counts;
    private readonly double[][] discounts;
    private readonly double[][] totals;
    private readonly double[][] escapes;

    /// <summary>Fits the model: discounts in closed form, in time proportional to the number of n-grams.</summary>
    /// <param name="trie">Counts up to n, at least 1.</param>
    /// <param name="vocabulary">V, at least 1; every token is below it.</param>
    public KneserNeyModel(NgramTrie trie, int vocabulary)
    {
        (this.trie, this.vocabulary) = (trie, vocabulary);
        var order = trie.Order;
        counts = [.. Enumerable.Range(0, order + 1).Select(k => k == order ? trie.Level(k).Occurrences : trie.Predecessors(k))];
        discounts = [.. counts.Select(Discounts)];
        (totals, escapes) = (new double[order][], new double[order][]);
        for (var k = 0; k < order; k++) Sum(k);
    }

    /// <summary>D1, D2 and D3+ of the n-grams of a length, from 1 to n; index 0 is 0.</summary>
    internal IReadOnlyList<double> DiscountsOf(int k) => discounts[k];

    /// <inheritdoc />
    public double Probability(ReadOnlySpan<int> history, int token)
    {
        var p = 1.0 / vocabulary;
        for (var k = 0; k <= Math.Min(history.Length, trie.Order - 1); k++)
        {
            var node = trie.Find(history[^k..]);
            if (node < 0) break; // Nor does any longer one occur.
            if (totals[k][node] == 0) continue;
            var child = trie.Level(k).Child(node, token, trie.Level(k + 1).Token);
            var count = child < 0 ? 0 : counts[k + 1][child];
            p = ((count - Discount(k + 1, count)) / totals[k][node]) + (escapes[k][node] * p);
        }

        return p;
    }

    private double Discount(int k, int count) => discounts[k][Math.Min(count, 3)];

    private void Sum(int k)
    {
        var level = trie.Level(k);
        (totals[k], escapes[k]) = (new double[level.Count], new double[level.Count]);
        for (var node = 0; node < level.Count; node++)
        {
            var (total, taken) = (0L, 0.0);
            for (var child = level.First[node]; child < level.First[node + 1]; child++)
            {
                total += counts[k + 1][child];
                taken += Discount(k + 1, counts[k + 1][child]);
            }

            (totals[k][node], escapes[k][node]) = (total, total == 0 ? 0 : taken / total);
        }
    }

    private static double[] Discounts(int[] counts)
    {
        var n = new double[5];
        foreach (var count in counts)
        {
            if (count is >= 1 and <= 4) n[count]++;
        }

        var y = n[1] / (n[1] + (2 * n[2]));
        double[] found = [0, 1 - (2 * y * n[2] / n[1]), 2 - (3 * y * n[3] / n[2]), 3 - (4 * y * n[4] / n[3])];
        return Enumerable.Range(1, 3).All(k => found[k] > 0 && found[k] <= k) ? found : Fallback;
    }
}
