using Sweep.Experiments.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>Stochastic gradient descent with momentum and weight decay, as <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// <code>
/// g = grad + weight_decay * p
/// m = momentum * m + g         (m starts as 0; without momentum m = g)
/// p = p - lr * m
/// </code>
/// </remarks>
/// <param name="blocks">The parameters; they stay owned by the caller.</param>
/// <param name="lr">Learning rate, above 0.</param>
/// <param name="momentum">From 0 to below 1.</param>
/// <param name="weightDecay">At least 0.</param>
public sealed class Sgd(IReadOnlyList<ParameterBlock> blocks, double lr, double momentum = 0, double weightDecay = 0) : IOptimizer
{
    private readonly List<Tensor> momenta = momentum > 0 ? [.. blocks.Select(block => block.ZeroState())] : [];
    private readonly Scalar kept = momentum;
    private readonly Scalar? decay = weightDecay > 0 ? (Scalar)weightDecay : null;
    private Scalar minusLr = -lr;

    /// <inheritdoc />
    public long Steps { get; set; }

    /// <inheritdoc />
    public double Lr
    {
        get => lr;
        set
        {
            if (value == lr) return;
            minusLr.Dispose();
            (lr, minusLr) = (value, -value);
        }
    }

    /// <inheritdoc />
    public IEnumerable<(string Name, Tensor Tensor)> Named() =>
        momenta.SelectMany((m, i) => blocks[i].Named(m).Select(part => ($"momentum.{part.Name}", part.Tensor)));

    /// <inheritdoc />
    public void Step(IReadOnlyList<Tensor> gradients)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        for (var i = 0; i < blocks.Count; i++)
        {
            var (p, g) = (blocks[i].Values, gradients[i]);
            if (decay is not null) g.add_(p, decay);
            if (momenta.Count > 0) g = momenta[i].mul_(kept).add_(g, LastingScalars.One);
            p.add_(g, minusLr);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        momenta.ForEach(m => m.Dispose());
        minusLr.Dispose();
        kept.Dispose();
        decay?.Dispose();
    }
}
