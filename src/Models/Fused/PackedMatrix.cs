using System.Runtime.Intrinsics;

namespace Sweep.Models.Fused;

/// <summary>The right-hand matrix B (k x n) of a product in the order in which the microkernel reads it: blocks of 256 rows, in them panels
/// of 32 columns, row by row. Columns beyond n, up to the panel's end, are zero.</summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    /// <summary>Rows per block: a panel of a block (32 KiB) stays in the first-level cache while all rows of A pass by.</summary>
    public const int BlockRows = 256;
    private readonly AlignedBuffer buffer = new();

    public int K { get; private set; }
    public int Panels { get; private set; }

    /// <summary>Sets the size; contents become undefined.</summary>
    public void Resize(int k, int n)
    {
        K = k;
        Panels = Sizes.Panels(n);
        buffer.Ensure((long)k * Panels * Microkernel.Columns);
    }

    public float* Panel(int block, int panel) =>
        buffer.Pointer + ((long)block * BlockRows * Panels + (long)panel * RowsIn(block)) * Microkernel.Columns;

    public int RowsIn(int block) => Math.Min(BlockRows, K - block * BlockRows);

    /// <summary>Fills rows <paramref name="firstRow"/> on with those of a row-major matrix of <paramref name="n"/> columns.</summary>
    public void PackRows(int firstRow, float* source, nint stride, int rows, int n)
    {
        for (var i = 0; i < rows; i++, source += stride)
        {
            var (block, inBlock) = Math.DivRem(firstRow + i, BlockRows);
            for (var panel = 0; panel < Panels; panel++)
                CopyRow(source + panel * Microkernel.Columns, Panel(block, panel)
                    + inBlock * Microkernel.Columns, n - panel * Microkernel.Columns);
        }
    }

    public void ClearRows(int firstRow, int rows)
    {
        for (var row = firstRow; row < firstRow + rows; row++)
        {
            var (block, inBlock) = Math.DivRem(row, BlockRows);
            for (var panel = 0; panel < Panels; panel++)
                new Span<float>(Panel(block, panel) + inBlock * Microkernel.Columns, Microkernel.Columns).Clear();
        }
    }

    /// <summary>Fills the panels from <paramref name="firstPanel"/> on with the transpose of a row-major matrix of <paramref
    /// name="n"/> rows and k columns.</summary>
    public void PackTransposed(int firstPanel, float* source, nint stride, int n)
    {
        for (var row = 0; row < n; row += Microkernel.Columns)
        {
            var panel = firstPanel + row / Microkernel.Columns;
            var columns = Math.Min(Microkernel.Columns, n - row);
            for (var block = 0; block * BlockRows < K; block++)
                Transpose.Panel(source + row * stride + block * BlockRows, stride, columns, RowsIn(block), Panel(block, panel));
        }
    }

    public void Dispose() => buffer.Dispose();

    private static void CopyRow(float* source, float* target, int columns)
    {
        if (columns >= Microkernel.Columns)
        {
            Vector512.Load(source).Store(target);
            Vector512.Load(source + 16).Store(target + 16);
            return;
        }

        new ReadOnlySpan<float>(source, columns).CopyTo(new Span<float>(target, columns));
        new Span<float>(target + columns, Microkernel.Columns - columns).Clear();
    }
}

/// <summary>Lengths rounded up so that whole tiles fit: inner buffers have room for them, and the surplus columns hold zeros.</summary>
internal static class Sizes
{
    public static int Panels(int columns) => (columns + Microkernel.Columns - 1) / Microkernel.Columns;

    public static int Padded(int columns) => Panels(columns) * Microkernel.Columns;

    /// <summary>Floats for rows of a padded width, with room for the tile that reaches over the last row.</summary>
    public static long Matrix(long rows, long paddedColumns) => (rows + Microkernel.Rows) * paddedColumns;
}
