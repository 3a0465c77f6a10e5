using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>What dropout multiplies with: 0 with a probability of its share, else 1 / (1 - share), so that the expectation is 1.</summary>
internal static class Mask
{
    public static Tensor Draw(double share, Device device, params long[] shape)
    {
        using var none = no_grad();
        var mask = empty(shape, device: device);
        Fill(mask, share);
        return mask;
    }

    /// <summary>Draws a mask into a tensor, from libtorch's default generator, by its uniform numbers, which are the same in all
    /// versions.</summary>
    public static void Fill(Tensor mask, double share)
    {
        using Scalar least = share, scale = 1 - share;
        mask.uniform_(0, 1).ge_(least).div_(scale);
    }
}
