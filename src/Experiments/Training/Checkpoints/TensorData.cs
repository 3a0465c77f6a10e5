namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>A tensor at rest on the host: little-endian numbers in row-major order.</summary>
/// <param name="DType">Element type as safetensors names it: <c>F32</c>, <c>F64</c>, <c>BF16</c>, <c>I64</c>.</param>
/// <param name="Shape">Dimensions; empty for a single number.</param>
/// <param name="Bytes">All elements; element size x product of <paramref name="Shape"/> bytes.</param>
public sealed record TensorData(string DType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    private static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal) { ["F64"] = 8, ["I64"] = 8, ["F32"] = 4, ["BF16"] = 2 };

    /// <summary>Bytes that type and shape ask for; null when the type is unknown or a dimension is negative or too large.</summary>
    public static long? Length(string dtype, IReadOnlyList<long> shape)
    {
        if (!Sizes.TryGetValue(dtype, out var size) || shape.Any(d => d < 0)) return null;
        try
        {
            return shape.Aggregate((long)size, (product, d) => checked(product * d));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
