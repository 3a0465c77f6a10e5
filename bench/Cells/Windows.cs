using static TorchSharp.torch;

namespace Sweep.Bench.Cells;

/// <summary>Windows of tokens whose frequencies fall as 1 / rank (Zipf), as those of words and letters nearly do.
/// The seed is fixed.</summary>
internal sealed class Windows : IDisposable
{
    private const int Seed = 1, Count = 8;
    private readonly List<(Tensor Tokens, Tensor Targets)> windows = [];

    public Windows(int vocabulary)
    {
        var (random, cumulative) = (new Random(Seed), ZipfTokens.Cumulative(vocabulary));
        for (var i = 0; i < Count; i++)
        {
            var ids = ZipfTokens.Draw(random, cumulative, Setup.TokensPerStep + Setup.Batch);
            using var all = tensor(Array.ConvertAll(ids, id => (long)id)).reshape(Setup.Steps + 1, Setup.Batch);
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
}
