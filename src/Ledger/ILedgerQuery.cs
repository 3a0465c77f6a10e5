namespace Sweep.Ledger;

/// <summary>Answers people's own SQL (<c>sweep query</c>). It can only read.</summary>
public interface ILedgerQuery
{
    /// <summary>Runs one statement; rows are read from the ledger as they are taken.</summary>
    /// <param name="sql">A SELECT (or WITH, VALUES, EXPLAIN, PRAGMA) over the views that docs/ledger.md describes.</param>
    /// <exception cref="LedgerException">Input error: a mistake in the SQL, or a statement that would write.</exception>
    LedgerRows Query(string sql);

    /// <summary>The same for those who may stop waiting.</summary>
    /// <param name="sql">A SELECT (or WITH, VALUES, EXPLAIN, PRAGMA) over the views that docs/ledger.md describes.</param>
    /// <param name="end">Ends it, also while the database works on a row.</param>
    /// <exception cref="OperationCanceledException">It was ended; rows throw it, too.</exception>
    /// <exception cref="LedgerException">Input error: a mistake in the SQL, or a statement that would write.</exception>
    LedgerRows QueryUntil(string sql, CancellationToken end);
}
