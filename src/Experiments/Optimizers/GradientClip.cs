using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>Clips the gradients of all parameters, in any pieces, in place.</summary>
public static class GradientClip
{
    /// <summary>By their global norm, as the course does: <c>g = min(1, limit / |g|) g</c> with |g| over all parameters together, and a
    /// limit above 0. A norm that is NaN makes every gradient NaN, so that divergence shows.</summary>
    /// <remarks>The norm stays on the device: TorchSharp's own clipping returns it as a number, which makes the host wait for a GPU in
    /// every step.</remarks>
    public static void ByNorm(IReadOnlyList<Tensor> gradients, double limit)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using Scalar most = limit, one = 1.0;
        var norm = gradients is [var all] ? all.norm() : stack(gradients.Select(g => g.norm())).norm();
        var factor = norm.reciprocal_().mul_(most).clamp_max_(one);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }

    /// <summary>Every element, as <c>torch.nn.utils.clip_grad_value_</c> does: <c>g = min(max(g, -limit), limit)</c> with a limit above
    /// 0. An element that is NaN stays NaN, so that divergence shows.</summary>
    public static void ByValue(IReadOnlyList<Tensor> gradients, double limit)
    {
        using var none = no_grad();
        using Scalar least = -limit, most = limit;
        foreach (var gradient in gradients) gradient.clamp_(least, most);
    }
}
