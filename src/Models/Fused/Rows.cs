using System.Runtime.Intrinsics;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Fused;

/// <summary>Small operations on rows of padded width.</summary>
internal static unsafe class Rows
{
    /// <summary>target += source.</summary>
    public static void Add(float* source, float* target, int width)
    {
        for (var j = 0; j < width; j += Vec.Count)
            (Vector512.Load(target + j) + Vector512.Load(source + j)).Store(target + j);
    }

    /// <summary>target = one * other, element by element; target may be one of them.</summary>
    public static void Multiply(float* one, float* other, float* target, nint width)
    {
        for (nint j = 0; j < width; j += Vec.Count)
            (Vector512.Load(one + j) * Vector512.Load(other + j)).Store(target + j);
    }

    /// <summary>Every row of target = source.</summary>
    public static void Repeat(float* source, float* target, int rows, int width)
    {
        for (var i = 0; i < rows; i++)
            Copy(source, target + (long)i * width, width);
    }

    public static void Copy(float* source, float* target, int width) =>
        new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(target, width));

    public static void Clear(float* target, long count)
    {
        for (; count > int.MaxValue; count -= int.MaxValue, target += int.MaxValue)
            new Span<float>(target, int.MaxValue).Clear();
        new Span<float>(target, (int)count).Clear();
    }

    /// <summary>target (width) = sum of the rows.</summary>
    public static void Sum(float* rows, nint stride, int count, float* target, int width)
    {
        Clear(target, width);
        for (var i = 0; i < count; i++)
            Add(rows + i * stride, target, width);
    }

    /// <summary>Copies rows of width into rows of padded width, leaving the surplus alone.</summary>
    public static void CopyMatrix(float* source, nint sourceStride, float* target, nint targetStride, int rows, int width)
    {
        for (var i = 0; i < rows; i++)
            Copy(source + i * sourceStride, target + i * targetStride, width);
    }
}
