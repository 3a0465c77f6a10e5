using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Opens PostgreSQL ledgers for looking. They are never written, nor made.</summary>
internal static class PostgresLedgerReader
{
    private static readonly TimeSpan OutageLimit = TimeSpan.FromSeconds(5);

    public static ILedgerView Open(PostgresAddress address)
    {
        var database = new PostgresDatabase(address, OutageLimit);
        var version = PostgresConnections.Guarded(address, () =>
        {
            using var connection = database.Connection();
            PostgresConnections.OpenChecked(connection, address);
            return PostgresSchema.Check(connection, address);
        });
        return version switch
        {
            0 => throw new LedgerException(
                $"there is no ledger in {PostgresErrors.Place(address)} yet. " +
                "'silo --cluster' makes one when it starts; is this the right database?", true),
            < PostgresSchema.Readable => throw new LedgerException(
                $"ledger '{address.Display}' has schema version {version}, this program reads {PostgresSchema.Readable} and later. " +
                "A node of this version brings it up to date when it starts", true),
            _ => new LedgerReads(database),
        };
    }
}
