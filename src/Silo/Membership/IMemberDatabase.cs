using System.Data.Common;

namespace Sweep.Silo.Membership;

/// <summary>What differs between the databases that hold a cluster's members; the statements of <see cref="MemberSql"/> do not.</summary>
internal interface IMemberDatabase
{
    /// <summary>Runs work on an open connection, never on the caller's scheduler.</summary>
    Task<T> Run<T>(Func<DbConnection, Task<T>> work);

    /// <summary>Makes the tables where they are missing; safe when many nodes do it at once.</summary>
    Task CreateTables(DbConnection connection);

    /// <summary>True when the same call may succeed in a moment: the server restarts, another program holds the lock.</summary>
    bool IsTransient(Exception error);

    /// <summary>The error in words that name the database and the way out; null = it says enough itself.</summary>
    Exception? Explain(Exception error);
}
