using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>
/// Learns byte-pair merges: again and again the most frequent pair of neighbours becomes a token; among equals the one with the smaller
/// left number, then with the smaller right one. It ends at the vocabulary's size, or when no pair is left that stands there twice.
/// </summary>
/// <remarks>Sennrich et al. 2016, over bytes as Radford et al. 2019. A heap gives the pair and an index its places, so that all merges
/// together cost n log n in the length of the different pieces. A pair whose count changed is put into the heap again; what the heap
/// holds of it from before is seen to be old and dropped.</remarks>
internal sealed class BpeTrainer
{
    private const int LeastCount = 2;

    private readonly List<string> types = [.. ByteAlphabet.Sorted];
    private readonly Dictionary<string, int> numbers;
    private readonly List<Merge> merges = [];
    private readonly List<int>[] pieces;
    private readonly long[] frequency;
    private readonly Dictionary<Merge, long> counts = [];
    private readonly Dictionary<Merge, HashSet<int>> places = [];
    private readonly PriorityQueue<Merge, (long Count, Merge Pair)> heap = new(Comparer<(long Count, Merge Pair)>.Create(Compare));

    private BpeTrainer(IReadOnlyList<(string Unit, long Count)> text)
    {
        numbers = types.Select((type, number) => (type, number)).ToDictionary(p => p.type, p => p.number, StringComparer.Ordinal);
        pieces = [.. text.Select(piece => Bytes(piece.Unit))];
        frequency = [.. text.Select(piece => piece.Count)];
    }

    /// <summary>Learns from pieces and how often each stands in the text.</summary>
    /// <param name="text">Different pieces; no pair is merged across two.</param>
    /// <param name="size">Tokens of the vocabulary, at least 256.</param>
    public static BpeModel Learn(IReadOnlyList<(string Unit, long Count)> text, int size)
    {
        var trainer = new BpeTrainer(text);
        trainer.Count();
        while (trainer.types.Count < size && trainer.Best() is { } pair) trainer.Join(pair);
        return new BpeModel(trainer.types, trainer.merges);
    }

    private List<int> Bytes(string unit) => [.. Encoding.UTF8.GetBytes(unit).Select(value => numbers[ByteAlphabet.Types[value]])];

    private void Count()
    {
        for (var piece = 0; piece < pieces.Length; piece++)
        {
            var symbols = pieces[piece];
            for (var i = 0; i + 1 < symbols.Count; i++) Add(new Merge(symbols[i], symbols[i + 1]), piece, frequency[piece]);
        }
        foreach (var (pair, count) in counts) heap.Enqueue(pair, (count, pair));
    }

    private Merge? Best()
    {
        while (heap.TryDequeue(out var pair, out var priority))
        {
            if (counts.GetValueOrDefault(pair) != priority.Count) continue;
            if (priority.Count < LeastCount) return null;
            return pair;
        }
        return null;
    }

    private void Join(Merge pair)
    {
        var type = types[pair.Left] + types[pair.Right];
        // Two ways may lead to one token.
        if (!numbers.TryGetValue(type, out var made))
        {
            numbers.Add(type, made = types.Count);
            types.Add(type);
        }
        merges.Add(pair);
        var changed = new HashSet<Merge>();
        foreach (var piece in places[pair].ToArray()) Join(piece, pair, made, changed);
        counts.Remove(pair);
        places.Remove(pair);
        foreach (var other in changed)
            if (counts.GetValueOrDefault(other) is > 0 and var count) heap.Enqueue(other, (count, other));
    }

    private void Join(int piece, Merge pair, int made, HashSet<Merge> changed)
    {
        var symbols = pieces[piece];
        var joined = new List<int>(symbols.Count);
        for (var i = 0; i < symbols.Count; i++)
        {
            var isPair = i + 1 < symbols.Count && symbols[i] == pair.Left && symbols[i + 1] == pair.Right;
            joined.Add(isPair ? made : symbols[i]);
            if (isPair) i++;
        }
        for (var i = 0; i + 1 < symbols.Count; i++) Change(new Merge(symbols[i], symbols[i + 1]), -frequency[piece]);
        for (var i = 0; i + 1 < joined.Count; i++)
        {
            var neighbours = new Merge(joined[i], joined[i + 1]);
            Change(neighbours, frequency[piece]);
            Places(neighbours).Add(piece);
        }
        pieces[piece] = joined;

        void Change(Merge neighbours, long by)
        {
            counts[neighbours] = counts.GetValueOrDefault(neighbours) + by;
            changed.Add(neighbours);
        }
    }

    private void Add(Merge pair, int piece, long count)
    {
        counts[pair] = counts.GetValueOrDefault(pair) + count;
        Places(pair).Add(piece);
    }

    private HashSet<int> Places(Merge pair) => places.TryGetValue(pair, out var found) ? found : places[pair] = [];

    private static int Compare((long Count, Merge Pair) a, (long Count, Merge Pair) b) =>
        a.Count != b.Count ? b.Count.CompareTo(a.Count)
        : a.Pair.Left != b.Pair.Left ? a.Pair.Left.CompareTo(b.Pair.Left) : a.Pair.Right.CompareTo(b.Pair.Right);
}
