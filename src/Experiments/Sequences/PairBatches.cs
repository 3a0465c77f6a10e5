using Sweep.Experiments.Data;
using Sweep.Models;
using Sweep.Models.Sequences;
using Sweep.Search.Randomness;
using static TorchSharp.torch;

namespace Sweep.Experiments.Sequences;

/// <summary>Pairs in batches. Pure but for the tensors it makes.</summary>
/// <param name="pairs">Pairs, at least one.</param>
/// <param name="size">Pairs of a batch, at least 1; the last may have fewer.</param>
public sealed class PairBatches(IReadOnlyList<EncodedPair> pairs, int size)
{
    /// <summary>Batches among whose pairs those of like length are put together.</summary>
    private const int Pool = 16;

    private int[][]? inOrder;

    /// <summary>Batches of the pairs, by their places.</summary>
    public int Count => (pairs.Count + size - 1) / size;

    /// <summary>The batches of an epoch in random order, by places: pairs are shuffled, within pools of 16 batches put in order of the
    /// source's length so that little is padded, cut, and the batches are shuffled again.</summary>
    public IReadOnlyList<int[]> Shuffled(long seed, int epoch)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, epoch));
        var places = Enumerable.Range(0, pairs.Count).ToArray();
        random.Shuffle<int>(places);
        // The order of equals is kept, so that it stays random.
        var batches = places.Chunk(size * Pool).SelectMany(pool => pool.OrderBy(place => pairs[place].Source.Length).Chunk(size)).ToArray();
        random.Shuffle<int[]>(batches);
        return batches;
    }

    /// <summary>All pairs in order of the source's length.</summary>
    public IReadOnlyList<int[]> InOrder() =>
        inOrder ??= [.. Enumerable.Range(0, pairs.Count).OrderBy(place => pairs[place].Source.Length).Chunk(size)];

    /// <summary>Tokens of the targets of a batch, their ends counted.</summary>
    public long Scored(int[] places) => places.Sum(place => pairs[place].Target.Length + 1L);

    /// <summary>The tensors of a batch; they belong to the caller's dispose scope.</summary>
    public SequenceBatch Tensors(int[] places, Device device)
    {
        var (sources, targets) = (places.Max(place => pairs[place].Source.Length), places.Max(place => pairs[place].Target.Length) + 1);
        return new(
            Columns(sources, SpecialTokens.Padding, place => pairs[place].Source),
            [.. places.Select(place => pairs[place].Source.Length)],
            Columns(targets, SpecialTokens.Padding, place => [SpecialTokens.Begin, .. pairs[place].Target]),
            Columns(targets, EvaluationResult.NotScored, place => [.. pairs[place].Target, SpecialTokens.End]));

        Tensor Columns(int length, long filler, Func<int, int[]> tokens)
        {
            var values = new long[length * places.Length];
            Array.Fill(values, filler);
            foreach (var (column, place) in places.Index())
            {
                foreach (var (row, token) in tokens(place).Index()) values[(row * places.Length) + column] = token;
            }

            return DeviceTensor.Int64<long>(values, device).view(length, places.Length);
        }
    }
}
