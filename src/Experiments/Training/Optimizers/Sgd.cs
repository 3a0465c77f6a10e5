using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum and weight decay, as <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// <code>
/// g = grad + weight_decay * p
/// m = momentum * m + g         (m starts as 0; without momentum m = g)
/// p = p - lr * m
/// </code>
/// </remarks>
public sealed class Sgd : IOptimizer
{
    private readonly List<(string Name, Parameter P)> parameters;
    private readonly List<Tensor> momenta;
    private readonly Scalar minusLr;
    private readonly Scalar momentum;
    private readonly Scalar? weightDecay;

    /// <param name="parameters">Parameters by name; they stay owned by the model.</param>
    /// <param name="lr">Learning rate, above 0.</param>
    /// <param name="momentum">From 0 to below 1.</param>
    /// <param name="weightDecay">At least 0.</param>
    public Sgd(IEnumerable<(string Name, Parameter P)> parameters, double lr, double momentum = 0, double weightDecay = 0)
    {
        this.parameters = [.. parameters];
        (minusLr, this.momentum) = (-lr, momentum);
        if (weightDecay > 0) this.weightDecay = weightDecay;
        momenta = momentum > 0 ? [.. this.parameters.Select(p => zeros_like(p.P, requires_grad: false).DetachFromDisposeScope())] : [];
    }

    /// <inheritdoc />
    public long Steps { get; set; }

    /// <inheritdoc />
    public IEnumerable<(string Name, Tensor Tensor)> Named() => momenta.Select((m, i) => ($"momentum.{parameters[i].Name}", m));

    /// <inheritdoc />
    public void Step()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        for (var i = 0; i < parameters.Count; i++)
        {
            var (p, g) = (parameters[i].P, parameters[i].P.grad!);
            if (weightDecay is not null) g.add_(p, weightDecay);
            if (momenta.Count > 0) g = momenta[i].mul_(momentum).add_(g, LastingScalars.One);
            p.add_(g, minusLr);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        momenta.ForEach(m => m.Dispose());
        minusLr.Dispose();
        momentum.Dispose();
        weightDecay?.Dispose();
    }
}
