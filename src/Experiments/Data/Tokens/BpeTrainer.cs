using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>Learns byte-pair merges: again and again the most frequent pair of neighbours becomes a token; among equals the one with the
/// smaller left number, then with the smaller right one. It ends at the vocabulary's size, or when no pair is left that stands there
/// twice.</summary>
/// <remarks>Sennrich et al. 2016, over bytes as Radford et al. 2019. A heap gives the pair, and a list of its places where to join it: all
/// merges together cost n log n in the bytes of the different pieces. A pair whose count changed is put into the heap again; what the heap
/// holds of it from before, and a place where it no longer stands, is seen to be old and dropped.</remarks>
internal sealed class BpeTrainer
{
    private const int LeastCount = 2;

    // What text has besides tokens: the end of a piece, a byte within a token, and, below both, ~start at a token's last byte.
    private const int End = int.MinValue, Inside = -1;

    private readonly List<string> types = [.. ByteAlphabet.Sorted];
    private readonly Dictionary<string, int> numbers;
    private readonly List<Merge> merges = [];

    /// <summary>All pieces, an end before each and behind the last; a token stands at its first byte.</summary>
    private readonly int[] text;
    private readonly int[] starts;
    private readonly long[] frequency;
    private readonly Dictionary<Merge, Pair> pairs = [];
    private readonly HashSet<Merge> changed = [];
    private readonly PriorityQueue<Merge, (long Count, Merge Pair)> heap = new(Comparer<(long Count, Merge Pair)>.Create(Compare));

    private BpeTrainer(IReadOnlyList<(string Unit, long Count)> pieces)
    {
        numbers = types.Select((type, number) => (type, number)).ToDictionary(p => p.type, p => p.number, StringComparer.Ordinal);
        frequency = [.. pieces.Select(piece => piece.Count)];
        starts = new int[pieces.Count];
        text = new int[1 + pieces.Sum(piece => Encoding.UTF8.GetByteCount(piece.Unit) + 1)];
        text[0] = End;
        for (int piece = 0, at = 1; piece < starts.Length; piece++)
        {
            starts[piece] = at;
            foreach (var value in Encoding.UTF8.GetBytes(pieces[piece].Unit)) text[at++] = numbers[ByteAlphabet.Types[value]];
            text[at++] = End;
        }
    }

    /// <summary>Learns at least 256 tokens from different pieces and how often each stands in the text; no pair is merged across
    /// two.</summary>
    public static BpeModel Learn(IReadOnlyList<(string Unit, long Count)> text, int size)
    {
        var trainer = new BpeTrainer(text);
        trainer.Count();
        while (trainer.types.Count < size && trainer.Best() is { } merge) trainer.Join(merge);
        return new BpeModel(trainer.types, trainer.merges);
    }

    private void Count()
    {
        for (var at = 0; at + 1 < text.Length; at++)
            if (text[at] != End && text[at + 1] != End) Add(at, at + 1, frequency[PieceOf(at)]);
        Look();
    }

    private Merge? Best()
    {
        while (heap.TryDequeue(out var merge, out var priority))
        {
            if (pairs.GetValueOrDefault(merge)?.Count != priority.Count) continue;
            return priority.Count < LeastCount ? null : merge;
        }
        return null;
    }

    private void Join(Merge merge)
    {
        var type = types[merge.Left] + types[merge.Right];
        // Two ways may lead to one token.
        if (!numbers.TryGetValue(type, out var made))
        {
            numbers.Add(type, made = types.Count);
            types.Add(type);
        }
        merges.Add(merge);
        var places = pairs[merge].Places;
        // The leftmost first, where the pair overlaps itself.
        places.Sort();
        foreach (var left in places) if (Right(left, merge) is { } right) Join(left, right, made);
        pairs.Remove(merge);
        changed.Remove(merge);
        Look();
    }

    /// <summary>Where the right token of a pair begins; null = the pair no longer stands there.</summary>
    private int? Right(int left, Merge merge)
    {
        if (text[left] != merge.Left) return null;
        var right = left + types[merge.Left].Length;
        return text[right] == merge.Right ? right : null;
    }

    private void Join(int left, int right, int made)
    {
        var (count, end) = (frequency[PieceOf(left)], right + types[text[right]].Length);
        var before = text[left - 1] is var last and < 0 ? last == End ? (int?)null : ~last : left - 1;
        if (before is { } one) Take(one, left, count);
        if (text[end] != End) Take(right, end, count);
        (text[left], text[right], text[end - 1]) = (made, Inside, ~left);
        if (before is { } neighbour) Add(neighbour, left, count);
        if (text[end] != End) Add(left, end, count);
    }

    private void Add(int left, int right, long count)
    {
        var merge = new Merge(text[left], text[right]);
        if (!pairs.TryGetValue(merge, out var pair)) pairs.Add(merge, pair = new Pair());
        pair.Count += count;
        pair.Places.Add(left);
        changed.Add(merge);
    }

    private void Take(int left, int right, long count)
    {
        var merge = new Merge(text[left], text[right]);
        pairs[merge].Count -= count;
        changed.Add(merge);
    }

    /// <summary>Puts into the heap what changed.</summary>
    private void Look()
    {
        foreach (var merge in changed)
        {
            if (pairs[merge].Count is > 0 and var count) heap.Enqueue(merge, (count, merge));
            else pairs.Remove(merge);
        }
        changed.Clear();
    }

    private int PieceOf(int place)
    {
        var found = Array.BinarySearch(starts, place);
        return found >= 0 ? found : ~found - 1;
    }

    private static int Compare((long Count, Merge Pair) a, (long Count, Merge Pair) b) =>
        a.Count != b.Count ? b.Count.CompareTo(a.Count)
        : a.Pair.Left != b.Pair.Left ? a.Pair.Left.CompareTo(b.Pair.Left) : a.Pair.Right.CompareTo(b.Pair.Right);

    /// <summary>Two neighbours: how often they stand in the text, and the left one's places in the pieces, old ones too.</summary>
    private sealed class Pair
    {
        public long Count { get; set; }

        public List<int> Places { get; } = [];
    }
}
