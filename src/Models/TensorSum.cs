using Sweep.Models.Shapes;
using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>Sums whose factor of 1 lives as long as libtorch reads it.</summary>
internal static class TensorSum
{
    /// <summary>left + right.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, Constants.One);
}
