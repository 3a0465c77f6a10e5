using System.Data.Common;

namespace Sweep.Ledger.Checkpoints;

/// <summary>What differs between the databases that hold a storage.</summary>
internal interface ICheckpointDatabase : IAsyncDisposable
{
    /// <summary>Column type of the content.</summary>
    string BytesType { get; }

    /// <summary>Ends a SELECT whose row the transaction is going to change.</summary>
    string LockRow { get; }

    /// <summary>A query that tells whether the tables are there.</summary>
    string CountTables { get; }

    /// <summary>Taken before the tables are made; null when the database needs no such lock.</summary>
    string? CreationLock { get; }

    /// <summary>A query that counts the constraints of versions that knew two kinds of checkpoints.</summary>
    string CountOldKinds { get; }

    /// <summary>Removes such a constraint.</summary>
    string DropOldKinds { get; }

    /// <summary>Connections at a time; whoever asks for more waits, for as long as he likes.</summary>
    int Connections { get; }

    /// <summary>An open connection of the caller's own.</summary>
    Task<DbConnection> Open(CancellationToken cancel);

    /// <summary>The message for people; null when the error is not the database's.</summary>
    LedgerException? Explain(Exception error);
}
