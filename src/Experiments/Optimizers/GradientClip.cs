using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>Clips gradients by their global norm, as the course does:
/// <c>g = min(1, limit / |g|) g</c> with |g| over all parameters together.</summary>
/// <remarks>The norm stays on the device: TorchSharp's own clipping returns it as a number,
/// which makes the host wait for a GPU in every step.</remarks>
/// <param name="limit">Largest norm, above 0.</param>
public sealed class GradientClip(double limit)
{
    /// <summary>Clips in place. A norm that is NaN makes every gradient NaN, so that divergence shows.</summary>
    /// <param name="gradients">The gradients of all parameters, in any pieces.</param>
    public void Apply(IReadOnlyList<Tensor> gradients)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using Scalar most = limit, one = 1.0;
        var norm = gradients is [var all] ? all.norm() : stack(gradients.Select(g => g.norm())).norm();
        var factor = norm.reciprocal_().mul_(most).clamp_max_(one);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }
}

/// <summary>Clips every element of a gradient, as <c>torch.nn.utils.clip_grad_value_</c> does:
/// <c>g = min(max(g, -limit), limit)</c>.</summary>
/// <param name="limit">Largest magnitude of an element, above 0.</param>
public sealed class ValueClip(double limit)
{
    /// <summary>Clips in place. An element that is NaN stays NaN, so that divergence shows.</summary>
    /// <param name="gradients">The gradients of all parameters, in any pieces.</param>
    public void Apply(IReadOnlyList<Tensor> gradients)
    {
        using var none = no_grad();
        using Scalar least = -limit, most = limit;
        foreach (var gradient in gradients) gradient.clamp_(least, most);
    }
}
