namespace Sweep.Models.Ngrams;

/// <summary>Probabilities of the next token given those before it.</summary>
public interface INgramModel
{
    /// <summary>Probability of a token; those of all V tokens sum to 1.</summary>
    /// <param name="history">The tokens before it, the last one last; only the last n-1 count, and there may be fewer.</param>
    /// <param name="token">In [0, V).</param>
    double Probability(ReadOnlySpan<int> history, int token);
}

/// <summary>Markov chain of order n-1 with additive smoothing: <c>p(w|h) = (c(hw) + k) / (c(h) + k V)</c> with h the last n-1 tokens.
/// k = 0 is maximum likelihood, k = 1 Laplace's rule.</summary>
/// <remarks>At the start of a text h has fewer tokens. With k = 0 a history that was never seen gives every token 1/V.</remarks>
/// <param name="trie">Counts up to n, complete.</param>
/// <param name="vocabulary">V, at least 1.</param>
/// <param name="added">k, at least 0.</param>
public sealed class AdditiveModel(NgramTrie trie, int vocabulary, double added) : INgramModel
{
    /// <summary>c(h) of each h of a length.</summary>
    private readonly long[][] totals = [.. Enumerable.Range(0, trie.Order).Select(k => Totals(trie, k))];

    /// <inheritdoc />
    public double Probability(ReadOnlySpan<int> history, int token)
    {
        var known = history[^Math.Min(history.Length, trie.Order - 1)..];
        var (node, seen, all) = (trie.Find(known), 0.0, 0.0);
        if (node >= 0)
        {
            var (level, below) = (trie.Level(known.Length), trie.Level(known.Length + 1));
            all = totals[known.Length][node];
            if (level.Child(node, token, below.Token) is >= 0 and var found) seen = below.Occurrences[found];
        }

        var sum = all + (added * vocabulary);
        return sum > 0 ? (seen + added) / sum : 1.0 / vocabulary;
    }

    private static long[] Totals(NgramTrie trie, int k)
    {
        var (level, below) = (trie.Level(k), trie.Level(k + 1).Occurrences);
        var found = new long[level.Count];
        for (var node = 0; node < found.Length; node++)
        {
            for (var child = level.First[node]; child < level.First[node + 1]; child++) found[node] += below[child];
        }

        return found;
    }
}
