using static TorchSharp.torch;

namespace Sweep.Models.Shapes;

/// <summary>One form for all errors of tensor shape and type.</summary>
public static class ShapeGuard
{
    /// <summary>Requires a type and a shape.</summary>
    /// <param name="tensor">The tensor to look at.</param>
    /// <param name="name">What the caller calls it; stands in the message.</param>
    /// <param name="type">Expected element type.</param>
    /// <param name="shape">Expected length of each dimension; -1 accepts any.</param>
    /// <exception cref="ArgumentException">Type or shape differ; the message prints expected and actual.</exception>
    public static void Require(Tensor tensor, string name, ScalarType type, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.dtype != type || !Matches(tensor.shape, shape))
            throw new ArgumentException(
                $"{name} must be {type} of shape {Print(shape)}, but is {tensor.dtype} of shape {Print(tensor.shape)}.", name);
    }

    private static bool Matches(ReadOnlySpan<long> actual, ReadOnlySpan<long> expected)
    {
        if (actual.Length != expected.Length)
            return false;
        for (var i = 0; i < actual.Length; i++)
        {
            if (expected[i] != -1 && expected[i] != actual[i])
                return false;
        }

        return true;
    }

    private static string Print(ReadOnlySpan<long> shape) =>
        $"({string.Join(", ", shape.ToArray().Select(length => length == -1 ? "any" : $"{length}"))})";
}
