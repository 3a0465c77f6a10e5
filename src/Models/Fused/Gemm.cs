using System.Runtime.Intrinsics;

namespace Sweep.Models.Fused;

/// <summary>Matrix products of one thread on float memory. Where libtorch's own (MKL) holds back on some processors,
/// these use all of AVX-512 or AVX2.</summary>
internal sealed unsafe class Gemm : IDisposable
{
    // 32 rows of A (32 KiB per block of k) share a panel of B.
    private const int RowBlock = 32;
    private readonly AlignedBuffer columns = new();
    private readonly AlignedBuffer tile = new();

    /// <summary>C (m x n) = A B, or += with <paramref name="accumulate"/>, where C has room for whole tiles:
    /// padded columns and spare rows.</summary>
    public static void Multiply(int m, float* a, nint aStride, PackedMatrix b, float* c, nint cStride, bool accumulate)
    {
        for (var block = 0; block * PackedMatrix.BlockRows < b.K; block++)
        {
            var from = a + block * PackedMatrix.BlockRows;
            for (var row = 0; row < m; row += RowBlock)
            {
                for (var panel = 0; panel < b.Panels; panel++)
                {
                    for (var i = row; i < Math.Min(row + RowBlock, m); i += Microkernel.Rows)
                        Microkernel.Run(
                            b.RowsIn(block), from + i * aStride, aStride, 1, b.Panel(block, panel), c + i * cStride
                                + panel * Microkernel.Columns, cStride, accumulate || block > 0);
                }
            }
        }
    }

    /// <summary>C (m x n) = transposed A times B, exactly m rows and n columns of C being written. A is k x m.</summary>
    public void MultiplyTransposed(int m, int n, float* a, nint aStride, PackedMatrix b, float* c, nint cStride)
    {
        columns.Ensure(RowBlock * PackedMatrix.BlockRows);
        tile.Ensure(Microkernel.Rows * Microkernel.Columns);
        for (var block = 0; block * PackedMatrix.BlockRows < b.K; block++)
        {
            var from = a + block * PackedMatrix.BlockRows * aStride;
            var k = b.RowsIn(block);
            for (var row = 0; row < m; row += RowBlock)
            {
                PackColumns(from + row, aStride, k, Math.Min(RowBlock, m - row));
                for (var panel = 0; panel < b.Panels; panel++)
                {
                    for (var i = 0; i < Math.Min(RowBlock, m - row); i += Microkernel.Rows)
                        ExactTile(k, columns.Pointer + i * k, b.Panel(block, panel), c + (row + i) * cStride
                            + panel * Microkernel.Columns, cStride,
                            Math.Min(Microkernel.Rows, m - row - i),
                            Math.Min(Microkernel.Columns, n - panel * Microkernel.Columns), block > 0);
                }
            }
        }
    }

    public void Dispose()
    {
        columns.Dispose();
        tile.Dispose();
    }

    // Columns of A, 8 side by side for each k, become rows that the microkernel reads one after another.
    private void PackColumns(float* a, nint aStride, int k, int count)
    {
        for (var i = 0; i < count; i += Microkernel.Rows)
        {
            var target = columns.Pointer + i * k;
            var valid = Math.Min(Microkernel.Rows, count - i);
            for (var p = 0; p < k; p++, target += Microkernel.Rows)
            {
                var source = a + p * aStride + i;
                if (valid == Microkernel.Rows)
                {
                    Vector256.Load(source).Store(target);
                    continue;
                }

                for (var j = 0; j < Microkernel.Rows; j++)
                    target[j] = j < valid ? source[j] : 0;
            }
        }
    }

    private void ExactTile(int k, float* a, float* b, float* c, nint cStride, int rows, int width, bool accumulate)
    {
        if (rows == Microkernel.Rows && width == Microkernel.Columns)
        {
            Microkernel.Run(k, a, 1, Microkernel.Rows, b, c, cStride, accumulate);
            return;
        }

        Microkernel.Run(k, a, 1, Microkernel.Rows, b, tile.Pointer, Microkernel.Columns, accumulate: false);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < width; j++)
                c[i * cStride + j] = tile.Pointer[i * Microkernel.Columns + j] + (accumulate ? c[i * cStride + j] : 0);
        }
    }
}
