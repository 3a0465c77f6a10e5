using Sweep.Experiments.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>Adam (Kingma and Ba 2015), as <c>torch.optim.Adam</c>;
/// with decoupled decay AdamW (Loshchilov and Hutter 2019), as <c>torch.optim.AdamW</c>.</summary>
/// <remarks>
/// <code>
/// g = grad + weight_decay * p                      (Adam)       p = p - lr * weight_decay * p      (AdamW)
/// m = 0.9 m + 0.1 g,   v = 0.999 v + 0.001 g^2
/// p = p - lr / (1 - 0.9^t) * m / (sqrt(v) / sqrt(1 - 0.999^t) + 1e-8)
/// </code>
/// </remarks>
/// <param name="blocks">The parameters; they stay owned by the caller.</param>
/// <param name="lr">Learning rate, above 0.</param>
/// <param name="weightDecay">At least 0.</param>
/// <param name="decoupled">True for AdamW.</param>
public sealed class Adam(IReadOnlyList<ParameterBlock> blocks, double lr, double weightDecay = 0, bool decoupled = false) : IOptimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly List<Tensor> means = [.. blocks.Select(block => block.ZeroState())];
    private readonly List<Tensor> squares = [.. blocks.Select(block => block.ZeroState())];

    /// <inheritdoc />
    public long Steps { get; set; }

    /// <inheritdoc />
    public double Lr { get; set; } = lr;

    /// <inheritdoc />
    public IEnumerable<(string Name, Tensor Tensor)> Named() => blocks.SelectMany((block, i) =>
        block.Named(means[i]).Zip(block.Named(squares[i])).SelectMany(pair =>
            new[] { ($"mean.{pair.First.Name}", pair.First.Tensor), ($"square.{pair.Second.Name}", pair.Second.Tensor) }));

    /// <inheritdoc />
    public void Step(IReadOnlyList<Tensor> gradients)
    {
        using var none = no_grad();
        Steps++;
        using Scalar size = -Lr / (1 - Math.Pow(Beta1, Steps)), root = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        using Scalar b1 = Beta1, b2 = Beta2, c1 = 1 - Beta1, c2 = 1 - Beta2, epsilon = Epsilon, decay = weightDecay,
            kept = 1 - Lr * weightDecay;
        for (var i = 0; i < blocks.Count; i++)
        {
            using var scope = NewDisposeScope();
            var (p, g) = (blocks[i].Values, gradients[i]);
            if (weightDecay > 0 && decoupled) p.mul_(kept);
            if (weightDecay > 0 && !decoupled) g.add_(p, decay);
            means[i].mul_(b1).add_(g, c1);
            squares[i].mul_(b2).addcmul_(g, g, c2);
            p.addcdiv_(means[i], squares[i].sqrt().div_(root).add_(epsilon, LastingScalars.One), size);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        means.ForEach(t => t.Dispose());
        squares.ForEach(t => t.Dispose());
    }
}
