using Dapper;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>The ledger in a PostgreSQL database, which any number of nodes have open at once.
/// Each has one writer that commits in groups.</summary>
/// <remarks>What passes by itself (a restart or fail-over of the server, a lost connection, a deadlock) is tried again for a minute, and
/// every write counts once all the same: each transaction carries a number by which the writer learns whether a commit that it lost sight
/// of was made.</remarks>
internal static class PostgresLedger
{
    private static readonly TimeSpan OutageLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StaleWriter = TimeSpan.FromDays(7);

    /// <summary>Opens a ledger for writing; makes the schema when there is none and brings an older one up to date.
    /// Nodes may do so at once.</summary>
    public static ILedger Open(PostgresAddress address, TimeProvider clock) => Open(address, clock, OutageLimit);

    /// <summary>For tests: another limit of an outage.</summary>
    internal static ILedger Open(PostgresAddress address, TimeProvider clock, TimeSpan outageLimit)
    {
        PostgresConnections.Guarded(address, () =>
        {
            using var connection = PostgresConnections.Writer(address);
            PostgresConnections.OpenChecked(connection, address);
            PostgresSchema.Apply(connection, address);
            var before = UtcText.From(clock.GetUtcNow() - StaleWriter);
            return connection.Execute("DELETE FROM writer WHERE seen_at < @before", new { before });
        });
        var session = new PostgresSession(address, $"{Guid.NewGuid():N}", clock, outageLimit);
        return new DatabaseLedger(new PostgresDatabase(address, outageLimit), new LedgerWriter(session, address, clock));
    }
}
