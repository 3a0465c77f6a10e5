using CsCheck;
using Sweep.Models.Fused;

namespace Sweep.Models.Tests.Fused;

/// <summary>Products equal sums written out in double precision, at any size, and write nothing outside of C.</summary>
public sealed unsafe class GemmTests
{
    private const float Guard = -12345;

    private static readonly Gen<(int M, int N, int K)> Size = Gen.Select(Gen.Int[1, 70], Gen.Int[1, 100], Gen.Int[1, 600]);

    [Fact]
    public void Product_with_packed_rows_or_packed_transpose_is_the_sum_over_k() => Size.Sample(
        size =>
        {
            var (m, n, k) = size;
            using var a = Filled(Sizes.Matrix(m, k), 1);
            using var b = Filled(Sizes.Matrix(Math.Max(n, k), Math.Max(n, k)), 2);
            using PackedMatrix rows = new(), transposed = new();
            rows.Resize(k, n);
            rows.PackRows(0, b.Pointer, n, k, n);
            transposed.Resize(k, n);
            transposed.PackTransposed(0, b.Pointer, k, n);

            foreach (var packed in new[] { rows, transposed })
            {
                var width = Sizes.Padded(n);
                using var c = Filled(Sizes.Matrix(m, width), 3);
                var before = Copy(c, Sizes.Matrix(m, width));
                Gemm.Multiply(m, a.Pointer, k, packed, c.Pointer, width, accumulate: true);

                for (var i = 0; i < m; i++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        var (row, column) = (i, j);
                        var sum = Enumerable.Range(0, k).Sum(p =>
                            (double)a.Pointer[row * k + p] * (packed == rows ? b.Pointer[p * n + column] : b.Pointer[column * k + p]));
                        Assert.Equal(before[i * width + j] + sum, c.Pointer[i * width + j], 1e-3);
                    }
                }
            }
        },
        iter: 20);

    [Fact]
    public void Transposed_product_is_the_sum_over_k_and_touches_nothing_else() => Size.Sample(
        size =>
        {
            var (m, n, k) = size;
            using var gemm = new Gemm();
            using var a = Filled(Sizes.Matrix(k, m), 1);
            using var b = Filled(Sizes.Matrix(k, n), 2);
            using var packed = new PackedMatrix();
            packed.Resize(k, n);
            packed.PackRows(0, b.Pointer, n, k, n);
            using var c = new AlignedBuffer();
            new Span<float>(c.Ensure((m + 1) * (n + 3)), (m + 1) * (n + 3)).Fill(Guard);

            gemm.MultiplyTransposed(m, n, a.Pointer, m, packed, c.Pointer, n + 3);

            for (var i = 0; i <= m; i++)
            {
                for (var j = 0; j < n + 3; j++)
                {
                    var (row, column) = (i, j);
                    var expected = i < m && j < n
                        ? Enumerable.Range(0, k).Sum(p => (double)a.Pointer[p * m + row] * b.Pointer[p * n + column]) : Guard;
                    Assert.Equal(expected, c.Pointer[i * (n + 3) + j], 1e-3);
                }
            }
        },
        iter: 20);

    private static AlignedBuffer Filled(long count, int seed)
    {
        var random = new Random(seed);
        var buffer = new AlignedBuffer();
        foreach (ref var value in new Span<float>(buffer.Ensure(count), (int)count))
            value = (float)(random.NextDouble() * 2 - 1);
        return buffer;
    }

    private static float[] Copy(AlignedBuffer buffer, long count) => new ReadOnlySpan<float>(buffer.Pointer, (int)count).ToArray();
}
