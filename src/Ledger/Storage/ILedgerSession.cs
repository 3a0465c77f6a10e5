using System.Data.Common;

namespace Sweep.Ledger.Storage;

/// <summary>A statement with its values, in SQL that every database understands.</summary>
/// <param name="Sql">The text; values are <c>$1</c>, <c>$2</c>, ... Few different texts: a session prepares each once.</param>
/// <param name="Values">null, text, numbers. Not a number has no place in a ledger: null is written instead.</param>
internal readonly record struct SqlCall(string Sql, params object?[] Values);

/// <summary>The one connection that writes for this process, and what differs between the databases there. Used by one thread.</summary>
internal interface ILedgerSession : IDisposable
{
    /// <summary>Ends a SELECT whose rows the transaction is going to change.</summary>
    string Lock { get; }

    /// <summary>True for the configuration <c>c</c> whose text is a value: by the unique index of the table.</summary>
    string IsConfig(string value);

    /// <summary>Runs statements in order; a server gets many with one message. Neighbours of the same text are about different rows: a
    /// server may run them as one.</summary>
    void Run(IEnumerable<SqlCall> calls);

    /// <summary>Runs queries; all their rows, those of neighbours of the same text in any order.</summary>
    List<T> Read<T>(IEnumerable<SqlCall> calls, Func<DbDataReader, T> read);

    /// <summary>Runs work in one transaction, which is durable afterwards. The work may run more than once until then.</summary>
    /// <exception cref="LedgerException">The database failed, and nothing of the work counts.</exception>
    void Commit(Action work);

    /// <summary>True for an error of <see cref="Commit"/> that any other work would meet now as well.</summary>
    bool IsOutage(Exception error);
}
