using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>Merges the bytes of each piece in the order in which the merges were learnt, the leftmost first.</summary>
/// <remarks>Pieces seen last are remembered.</remarks>
internal sealed class BpeEncoder : IUnitEncoder
{
    private const int Remembered = 1 << 16;

    private readonly Dictionary<Merge, (int Rank, int Made)> ranks = [];
    private readonly int[] bytes = new int[ByteAlphabet.Size];
    private readonly Dictionary<string, int[]> known = new(StringComparer.Ordinal);

    public BpeEncoder(BpeModel model)
    {
        var numbers = model.Types.Select((type, number) => (type, number)).ToDictionary(p => p.type, p => p.number, StringComparer.Ordinal);
        for (var value = 0; value < bytes.Length; value++) bytes[value] = numbers[ByteAlphabet.Types[value]];
        foreach (var merge in model.Merges)
            ranks.TryAdd(merge, (ranks.Count, numbers[model.Types[merge.Left] + model.Types[merge.Right]]));
    }

    public void Encode(ReadOnlySpan<char> unit, ITokenSink sink)
    {
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(unit, out var tokens))
        {
            if (known.Count == Remembered) known.Clear();
            known.Add(unit.ToString(), tokens = Merged(unit));
        }
        foreach (var token in tokens) sink.Add(token);
    }

    private int[] Merged(ReadOnlySpan<char> unit)
    {
        var symbols = new List<int>();
        var utf8 = new byte[Encoding.UTF8.GetByteCount(unit)];
        Encoding.UTF8.GetBytes(unit, utf8);
        foreach (var value in utf8) symbols.Add(bytes[value]);
        while (Best(symbols) is var (pair, made)) Join(symbols, pair, made);
        return [.. symbols];
    }

    private (Merge Pair, int Made)? Best(List<int> symbols)
    {
        (int Rank, Merge Pair, int Made)? best = null;
        for (var i = 0; i + 1 < symbols.Count; i++)
        {
            var pair = new Merge(symbols[i], symbols[i + 1]);
            if (ranks.TryGetValue(pair, out var found) && !(best?.Rank <= found.Rank)) best = (found.Rank, pair, found.Made);
        }
        return best is { } chosen ? (chosen.Pair, chosen.Made) : null;
    }

    private static void Join(List<int> symbols, Merge pair, int made)
    {
        var kept = 0;
        for (var i = 0; i < symbols.Count; i++)
        {
            var isPair = i + 1 < symbols.Count && symbols[i] == pair.Left && symbols[i + 1] == pair.Right;
            symbols[kept++] = isPair ? made : symbols[i];
            if (isPair) i++;
        }
        symbols.RemoveRange(kept, symbols.Count - kept);
    }
}
