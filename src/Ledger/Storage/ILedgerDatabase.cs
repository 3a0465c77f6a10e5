using System.Data.Common;

namespace Sweep.Ledger.Storage;

/// <summary>What differs between databases for who reads a ledger; the statements of <see cref="LedgerReads"/> are the same.</summary>
internal interface ILedgerDatabase : IAsyncDisposable
{
    /// <summary>Whether it has <c>percentile_cont</c>.</summary>
    bool HasMedian { get; }

    /// <summary>How long an error that passes by itself may last before a reader hears of it.</summary>
    TimeSpan OutageLimit { get; }

    /// <summary>An open connection of the caller's own.</summary>
    DbConnection Open();

    /// <summary>A transaction that sees the ledger as it is at one moment.</summary>
    DbTransaction Snapshot(DbConnection connection);

    /// <summary>True when the same again may succeed: the server restarts, the connection was lost.</summary>
    bool IsTransient(Exception error);

    /// <summary>The message for people; null when the error is no matter of the ledger.</summary>
    LedgerException? Explain(Exception error);

    /// <summary>A number that is another one after every write of others; null where there is none.</summary>
    long? Version(DbConnection connection);

    /// <summary>Runs people's SQL, which can only read.</summary>
    LedgerRows Query(string sql, CancellationToken cancel);
}
