using static TorchSharp.torch;

namespace Sweep.Bench.Cells;

/// <summary>Windows of tokens whose frequencies fall as 1 / rank (Zipf), as those of words and letters nearly do. The seed is fixed.</summary>
internal sealed class Windows : IDisposable
{
    private const int Seed = 1, Count = 8;
    private readonly List<(Tensor Tokens, Tensor Targets)> windows = [];

    public Windows(int vocabulary)
    {
        var random = new Random(Seed);
        var cumulative = new double[vocabulary];
        for (var rank = 0; rank < vocabulary; rank++)
            cumulative[rank] = (rank == 0 ? 0 : cumulative[rank - 1]) + 1.0 / (rank + 1);
        for (var i = 0; i < Count; i++)
        {
            var ids = Enumerable.Range(0, Setup.TokensPerStep + Setup.Batch).Select(_ => Draw(random, cumulative)).ToArray();
            using var all = tensor(ids).reshape(Setup.Steps + 1, Setup.Batch);
            windows.Add((all[..^1].clone(), all[1..].clone()));
        }
    }

    public (Tensor Tokens, Tensor Targets) this[int step] => windows[step % Count];

    public void Dispose()
    {
        foreach (var (tokens, targets) in windows)
        {
            tokens.Dispose();
            targets.Dispose();
        }
    }

    private static long Draw(Random random, double[] cumulative)
    {
        var found = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return found >= 0 ? found : ~found;
    }
}
