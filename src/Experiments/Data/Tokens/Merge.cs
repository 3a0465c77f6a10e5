namespace Sweep.Experiments.Data.Tokens;

/// <summary>Two neighbouring tokens that become one.</summary>
internal readonly record struct Merge(int Left, int Right);

/// <summary>What byte-pair encoding needs: its tokens, and the merges in the order in which they were learnt. Immutable.</summary>
/// <param name="Types">Tokens in index order, written in the byte alphabet.</param>
/// <param name="Merges">Pairs; what each makes is the token that spells both.</param>
internal sealed record BpeModel(IReadOnlyList<string> Types, IReadOnlyList<Merge> Merges)
{
    /// <summary>The merges as the files of tokenizers write them: both tokens, a space between.</summary>
    public IReadOnlyList<string> MergeLines => [.. Merges.Select(merge => $"{Types[merge.Left]} {Types[merge.Right]}")];

    /// <summary>Reads what <see cref="Types"/> and <see cref="MergeLines"/> gave.</summary>
    /// <exception cref="InvalidDataException">They contradict each other.</exception>
    public static BpeModel Of(IReadOnlyList<string> types, IEnumerable<string> mergeLines)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < types.Count; i++)
        {
            if (!numbers.TryAdd(types[i], i)) throw new InvalidDataException($"its vocabulary has '{types[i]}' twice");
            if (ByteAlphabet.TryBytes(types[i]) is not { Length: > 0 })
                throw new InvalidDataException($"its vocabulary has '{types[i]}', which spells no bytes: expected a byte-level vocabulary");
        }
        foreach (var symbol in ByteAlphabet.Types)
        {
            if (!numbers.ContainsKey(symbol))
                throw new InvalidDataException($"its vocabulary lacks the byte '{symbol}': expected a byte-level vocabulary");
        }
        return new BpeModel(types, [.. mergeLines.Select(line => Parse(line, numbers))]);
    }

    private static Merge Parse(string line, Dictionary<string, int> numbers)
    {
        var words = line.Split(' ');
        if (words.Length == 2 && numbers.TryGetValue(words[0], out var left) && numbers.TryGetValue(words[1], out var right)
            && numbers.ContainsKey(words[0] + words[1])) return new Merge(left, right);
        throw new InvalidDataException($"its merge '{line}' is not of two tokens that make a third one of the vocabulary");
    }
}
