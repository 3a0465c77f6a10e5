namespace Sweep.Models.Fused;

/// <summary>Lengths rounded up so that whole tiles fit: inner buffers have room for them, and the surplus columns hold zeros.</summary>
internal static class Sizes
{
    public static int Panels(int columns) => (columns + Microkernel.Columns - 1) / Microkernel.Columns;

    public static int Padded(int columns) => Panels(columns) * Microkernel.Columns;

    /// <summary>Floats for rows of a padded width, with room for the tile that reaches over the last row.</summary>
    public static long Matrix(long rows, long paddedColumns) => (rows + Microkernel.Rows) * paddedColumns;
}
