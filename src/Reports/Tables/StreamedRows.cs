namespace Sweep.Reports.Tables;

/// <summary>Rows under columns that are made as they are taken, once: a long result needs no room for all of them.</summary>
public sealed record StreamedRows(IReadOnlyList<Column> Columns, IEnumerable<IReadOnlyList<Cell>> Rows)
{
    /// <summary>The rows for a writer that takes all of them: made on another thread while it writes.</summary>
    public IEnumerable<IReadOnlyList<Cell>> Ahead => RowsAhead.Of(Rows);

    /// <summary>The first rows as a table.</summary>
    public DataTable Take(int count)
    {
        var table = new DataTable(Columns);
        foreach (var row in Rows.Take(count)) table.Add(row);
        return table;
    }
}
