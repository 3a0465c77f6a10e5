namespace Sweep.Reports.Tables;

/// <summary>Rows under columns, independent of the form in which they are shown.</summary>
public sealed class DataTable(params IReadOnlyList<Column> columns)
{
    private readonly List<IReadOnlyList<Cell>> rows = [];

    /// <summary>The columns.</summary>
    public IReadOnlyList<Column> Columns => columns;

    /// <summary>The rows, a cell per column.</summary>
    public IReadOnlyList<IReadOnlyList<Cell>> Rows => rows;

    /// <summary>Place of the column with this key.</summary>
    public int IndexOf(string key) => Enumerable.Range(0, columns.Count).First(i => columns[i].Key == key);

    /// <summary>The same rows for whoever takes them one by one.</summary>
    public StreamedRows Streamed => new(columns, rows);

    /// <exception cref="ArgumentException">Not one cell per column.</exception>
    public void Add(params IReadOnlyList<Cell> cells)
    {
        if (cells.Count != columns.Count)
            throw new ArgumentException($"expected {columns.Count} cells, found {cells.Count}", nameof(cells));
        rows.Add(cells);
    }
}
