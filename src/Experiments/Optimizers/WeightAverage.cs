using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>The mean of the parameters after each step from one on (Polyak and Juditsky 1992), as
/// <c>torch.optim.swa_utils.AveragedModel</c> makes it.</summary>
/// <remarks><code>a = (1 - 1 / n) a + p / n</code> after the n-th step that counts. Training goes on with the parameters
/// themselves.</remarks>
/// <param name="blocks">The parameters; they stay owned by the caller.</param>
public sealed class WeightAverage(IReadOnlyList<ParameterBlock> blocks) : IDisposable
{
    private readonly List<Tensor> means = [.. blocks.Select(block => block.ZeroState())];

    /// <summary>Steps that count, in one number: part of the state.</summary>
    public double[] Count { get; } = [0];

    /// <summary>True between two calls of <see cref="Swap"/>: the parameters are the mean.</summary>
    public bool IsIn { get; private set; }

    /// <summary>The means by the names of their parameters, for example <c>average.decoder.weight</c>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Named() =>
        blocks.SelectMany((block, i) => block.Named(means[i]).Select(part => ($"average.{part.Name}", part.Tensor)));

    /// <summary>Counts the parameters as they are now. Without a host synchronisation.</summary>
    public void Add()
    {
        using var none = no_grad();
        Count[0]++;
        using Scalar kept = 1 - (1 / Count[0]), share = 1 / Count[0];
        foreach (var (block, mean) in blocks.Zip(means)) mean.mul_(kept).add_(block.Values, share);
    }

    /// <summary>Changes the parameters for the mean, or back; nothing happens before the first step that counts.</summary>
    public void Swap()
    {
        if (Count[0] == 0) return;
        using var none = no_grad();
        foreach (var (block, mean) in blocks.Zip(means))
        {
            using var values = block.Values.clone();
            block.Values.copy_(mean);
            mean.copy_(values);
        }
        IsIn = !IsIn;
    }

    /// <inheritdoc />
    public void Dispose() => means.ForEach(mean => mean.Dispose());
}
