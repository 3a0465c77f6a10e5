namespace Sweep.Ledger;

/// <summary>The result of a query: column names, and rows that stream. Dispose it to let go of the ledger.</summary>
/// <param name="columns">Names in order; they may repeat.</param>
/// <param name="rows">Values in the same order: null, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or <see cref="byte"/>[]. Taken once; throws <see cref="LedgerException"/> when the database fails on the way.</param>
/// <param name="owner">Disposed with it.</param>
public sealed class LedgerRows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, IDisposable owner) : IDisposable
{
    /// <summary>No value is longer than this, in bytes (SQLite) or characters (PostgreSQL): one value must fit in memory several times over.</summary>
    public const int LongestValue = 8 << 20;

    /// <summary>Names in order; they may repeat.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>Rows as they are read; take them once.</summary>
    public IEnumerable<IReadOnlyList<object?>> Rows { get; } = rows;

    /// <inheritdoc />
    public void Dispose() => owner.Dispose();

    internal static LedgerException TooLong(Exception? inner = null) =>
        new($"a value of this query is longer than {LongestValue >> 20} MiB, the most that one may be: ask for a part of it (substr), or for its length", true, inner);
}
