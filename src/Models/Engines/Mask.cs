using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>What dropout multiplies with.</summary>
internal static class Mask
{
    /// <summary>0 with a probability of <paramref name="share"/>, else 1 / (1 - share), so that the expectation is 1; from libtorch's
    /// default generator, by its uniform numbers, which are the same in all versions.</summary>
    public static Tensor Draw(double share, Device device, params long[] shape)
    {
        using var scope = NewDisposeScope();
        using Scalar least = share, scale = 1 - share;
        return empty(shape, device: device).uniform_(0, 1).ge(least).to(ScalarType.Float32).div_(scale).MoveToOuterDisposeScope();
    }
}
