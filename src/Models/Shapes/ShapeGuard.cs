using static TorchSharp.torch;

namespace Sweep.Models.Shapes;

/// <summary>One form for all errors of tensor shape and type.</summary>
internal static class ShapeGuard
{
    /// <summary>Requires a type and the length of each dimension; -1 accepts any. The name is what the caller calls the tensor.</summary>
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
        if (actual.Length != expected.Length) return false;
        for (var i = 0; i < actual.Length; i++)
            if (expected[i] != -1 && expected[i] != actual[i]) return false;
        return true;
    }

    private static string Print(ReadOnlySpan<long> shape) =>
        $"({string.Join(", ", shape.ToArray().Select(length => length == -1 ? "any" : $"{length}"))})";
}
