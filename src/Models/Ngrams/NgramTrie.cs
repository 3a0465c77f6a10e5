namespace Sweep.Models.Ngrams;

/// <summary>All n-grams of a token stream with their counts, as a trie: level k holds the k-grams in the order of their tokens. Grows by
/// one level at a time, so that a caller can show signs of life between levels.</summary>
/// <remarks>A level is made from the one before by sorting, within each (k-1)-gram, its places by the token that follows: O(T log T) for T
/// tokens. It takes 8 bytes per token while it grows, and 16 bytes per distinct k-gram and level. Not safe for use by several threads at
/// once.</remarks>
public sealed class NgramTrie
{
    private readonly ReadOnlyMemory<int> text;
    private readonly List<NgramLevel> levels = [];
    private readonly int[] places;
    private int[] ranges;

    /// <summary>A trie of order 0: the empty n-gram alone.</summary>
    /// <param name="text">T tokens, each at least 0.</param>
    public NgramTrie(ReadOnlyMemory<int> text)
    {
        this.text = text;
        places = [.. Enumerable.Range(0, text.Length)];
        ranges = [0, text.Length];
        levels.Add(new NgramLevel([-1], [0], [text.Length]));
    }

    /// <summary>Largest n of the n-grams that are counted.</summary>
    public int Order => levels.Count - 1;

    /// <summary>The k-grams; k from 0 to <see cref="Order"/>.</summary>
    public NgramLevel Level(int k) => levels[k];

    /// <summary>Counts the n-grams that are longer by one token.</summary>
    public void Grow()
    {
        var (tokens, counts, suffixes) = (new List<int>(), new List<int>(), new List<int>());
        var (above, order, keys) = (levels[^1], Order, new int[places.Length]);
        var (starts, kept) = (new List<int>(), 0);
        above.First = new int[above.Count + 1];
        for (var node = 0; node < above.Count; node++)
        {
            var (first, length) = (kept, Followed(ranges[node], ranges[node + 1], order, kept, keys));
            keys.AsSpan(first, length).Sort(places.AsSpan(first, length));
            kept += length;
            for (var at = first; at < kept; at++)
            {
                if (at == first || keys[at] != keys[at - 1])
                {
                    tokens.Add(keys[at]);
                    counts.Add(0);
                    starts.Add(at);
                    suffixes.Add(order == 0 ? 0 : levels[^2].Child(above.Suffix[node], keys[at], above.Token));
                }

                counts[^1]++;
            }

            above.First[node + 1] = tokens.Count;
        }

        ranges = [.. starts, kept];
        levels.Add(new NgramLevel([.. tokens], [.. suffixes], [.. counts]));
    }

    /// <summary>Number of the node of an n-gram in the level of its length; -1 when it does not occur.</summary>
    /// <param name="tokens">At most <see cref="Order"/> of them.</param>
    public int Find(ReadOnlySpan<int> tokens)
    {
        var node = 0;
        for (var k = 0; k < tokens.Length && node >= 0; k++) node = levels[k].Child(node, tokens[k], levels[k + 1].Token);
        return node;
    }

    /// <summary>Different tokens that stand before each k-gram of a level; the next level must be there.</summary>
    public int[] Predecessors(int k)
    {
        var found = new int[levels[k].Count];
        foreach (var suffix in levels[k + 1].Suffix) found[suffix]++;
        return found;
    }

    /// <summary>Moves the places of an n-gram that a token follows to the front, with these tokens as keys.</summary>
    private int Followed(int from, int to, int order, int kept, int[] keys)
    {
        var tokens = text.Span;
        var length = 0;
        for (var at = from; at < to; at++)
        {
            if (places[at] + order >= tokens.Length) continue; // It ends the text.
            places[kept + length] = places[at];
            keys[kept + length++] = tokens[places[at] + order];
        }

        return length;
    }
}

/// <summary>The n-grams of one length, in the order of their tokens.</summary>
public sealed class NgramLevel(int[] token, int[] suffix, int[] occurrences)
{
    /// <summary>Last token of each.</summary>
    public int[] Token { get; } = token;

    /// <summary>Number of each without its first token, in the level above.</summary>
    public int[] Suffix { get; } = suffix;

    /// <summary>How often each occurs.</summary>
    public int[] Occurrences { get; } = occurrences;

    /// <summary>Number of different n-grams.</summary>
    public int Count => Token.Length;

    /// <summary>Number of the first child of each in the level below, and of the one behind the last; empty before.</summary>
    public int[] First { get; internal set; } = [];

    /// <summary>Number of a child in the level below, by the token that follows and the tokens of that level; -1 when there is
    /// none.</summary>
    public int Child(int node, int next, int[] below)
    {
        var found = Array.BinarySearch(below, First[node], First[node + 1] - First[node], next);
        return found < 0 ? -1 : found;
    }
}
