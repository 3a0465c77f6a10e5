using Dapper;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Brings a database to the newest schema: its <c>ledger_version</c> counts the steps of <c>Schema/Postgres</c> that
/// it has.</summary>
internal static class PostgresSchema
{
    // "SWEP" in ASCII. Nodes that start at once take turns with this lock.
    private const long Lock = 0x53574550;

    private static readonly string[] Steps = SchemaSteps.Read("Postgres", new Dictionary<string, string>
    {
        ["real"] = "DOUBLE PRECISION",
        ["strict"] = "",
        ["goal"] = "CASE s.maximize WHEN 1 THEN 'maximize' ELSE 'minimize' END",
        ["create"] = "CREATE OR REPLACE",
        ["no"] = "false",
        ["yes"] = "true",
        ["nulls_last"] = " NULLS LAST",
        // Beside one of them the other may be nothing: its share has a square that no double holds.
        ["degrees"] =
            """
            least(200, CASE
             WHEN b.error2 + c.error2 = b.error2 THEN b.replicates - 1
             WHEN b.error2 + c.error2 = c.error2 THEN c.replicates - 1
             ELSE CAST(trunc(1e-9::double precision + 
            """,
        ["degrees_end"] = ") AS INTEGER) END)",
        ["numbers"] =
            "(SELECT '[' || string_agg(CAST(t.number AS TEXT), ',' ORDER BY t.number) || ']' FROM trial t WHERE t.config_id = c.id)",
        ["is_below"] = "CAST(c.best < c.floor AS INTEGER)",
    });

    /// <summary>Schema version this build writes.</summary>
    public static int Newest => Steps.Length;

    /// <summary>Oldest version with the tables of the newest: a program that only reads need not bring it up to date.</summary>
    public const int Readable = 1;

    /// <summary>Schema version of a database; 0 for one that holds no ledger.</summary>
    /// <exception cref="LedgerException">Its tables have the names of ours but are another program's,
    /// or it was made by a newer version.</exception>
    public static int Check(NpgsqlConnection connection, PostgresAddress address)
    {
        // A look into the catalogue itself: to_regclass may remember an answer from before another node's commit.
        var tables = connection.Query<string>(
            """
            SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (current_schemas(false)) AND c.relname IN ('ledger_version', 'sweep', 'trial', 'report', 'writer')
            """).ToList();
        if (!tables.Contains("ledger_version"))
        {
            if (tables is not [var stranger, ..]) return 0;
            throw new LedgerException(
                $"{PostgresErrors.Place(address)} has a table '{stranger}' of another program. It was left as it is. Name another " +
                    "database, or another schema with 'Search Path=sweep' in the address", true);
        }

        var version = connection.ExecuteScalar<int>("SELECT version FROM ledger_version");
        return version <= Newest
            ? version
            : throw new LedgerException(
                $"ledger '{address.Display}' was made by a newer Sweep: its schema has version {version}, this program knows up to " +
                    $"{Newest}. Update Sweep on this machine, or name another database with --cluster", true);
    }

    /// <summary>Applies the missing steps in one transaction, and refuses a database that this user cannot write.</summary>
    public static void Apply(NpgsqlConnection connection, PostgresAddress address)
    {
        if (Check(connection, address) < Newest)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock }, transaction);
            for (var version = Check(connection, address); version < Newest; version++)
                connection.Execute(Steps[version], transaction: transaction);
            connection.Execute(
                """
                CREATE TABLE IF NOT EXISTS ledger_version (one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one), version INTEGER NOT NULL);
                INSERT INTO ledger_version (version) VALUES (@Newest) ON CONFLICT (one) DO UPDATE SET version = excluded.version
                """,
                new { Newest }, transaction);
            transaction.Commit();
        }

        if (!connection.ExecuteScalar<bool>("SELECT has_table_privilege('sweep', 'INSERT') AND has_table_privilege('trial', 'UPDATE') " +
            "AND has_table_privilege('writer', 'INSERT')"))
            throw PostgresErrors.Explain(address, new PostgresException(
                "it may read the ledger, but not write it", "ERROR", "ERROR", PostgresErrorCodes.InsufficientPrivilege));
    }
}
