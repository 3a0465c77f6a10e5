using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Brings a file to the newest schema: its <c>user_version</c> counts the steps of <c>Schema/Sqlite</c> that it has.</summary>
internal static class SchemaMigrations
{
    /// <summary>"SWEP" in ASCII: marks a SQLite file as a ledger.</summary>
    public const long ApplicationId = 0x53574550;

    private static readonly string[] Steps = SchemaSteps.Read("Sqlite", new Dictionary<string, string>
    {
        ["real"] = "REAL",
        ["strict"] = " STRICT",
        ["goal"] = "iif(s.maximize, 'maximize', 'minimize')",
        ["create"] = "CREATE",
        ["no"] = "0",
        ["yes"] = "1",
        ["nulls_last"] = "",
        ["degrees"] = "min(200, CAST(1e-9 + ",
        ["degrees_end"] = " AS INTEGER))",
        ["numbers"] = "(SELECT json_group_array(number) FROM (SELECT number FROM trial WHERE config_id = c.id ORDER BY number))",
        ["is_below"] = "c.best < c.floor",
    });

    /// <summary>Schema version this build writes.</summary>
    public static int Newest => Steps.Length;

    /// <summary>Oldest version with the tables of the newest: a program that only reads need not bring it up to date.</summary>
    public const int Readable = 1;

    /// <summary>Schema version of a file; 0 for one without any content.</summary>
    /// <exception cref="LedgerException">The file is another program's database, or was made by a newer version.</exception>
    public static int Check(SqliteConnection connection, string path)
    {
        // One look at one moment: between two, another program may make the ledger.
        using var moment = connection.BeginTransaction(deferred: true);
        return CheckNow(connection, path);
    }

    /// <summary>Applies the missing steps in one transaction; two programs at once are harmless.</summary>
    public static void Apply(SqliteConnection connection, string path)
    {
        if (Check(connection, path) == Newest) return;
        using var transaction = connection.BeginTransaction();
        for (var version = CheckNow(connection, path); version < Newest; version++)
            connection.Execute(Steps[version], transaction: transaction);
        RequireEvents(connection, transaction, path);
        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Newest}", transaction: transaction);
        transaction.Commit();
    }

    /// <summary>The step that replaces a part of the text of a table does nothing where the text is another one.</summary>
    private static void RequireEvents(SqliteConnection connection, SqliteTransaction transaction, string path)
    {
        var text = connection.ExecuteScalar<string?>(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'event'", transaction: transaction);
        if (text?.Contains("'enqueue'", StringComparison.Ordinal) == true) return;
        throw new LedgerException(
            $"ledger '{path}' cannot be brought to schema version {Newest}: expected its table 'event' as this program made it, found " +
                $"'{text ?? "none"}', which another program has changed. Nothing was written; take a copy from before that, or choose " +
                $"another file {SqliteErrors.Elsewhere}",
            true);
    }

    private static int CheckNow(SqliteConnection connection, string path)
    {
        var application = connection.ExecuteScalar<long>("PRAGMA application_id");
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        if (application != ApplicationId)
        {
            if (application == 0 && version == 0 && connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema") == 0) return 0;
            throw SqliteErrors.NotALedger(path, "it is the SQLite database of another program");
        }

        return version <= Newest
            ? version
            : throw new LedgerException(
                $"ledger '{path}' was made by a newer Sweep: its schema has version {version}, this program knows up to {Newest}. Update " +
                    $"Sweep, or choose another file {SqliteErrors.Elsewhere}", true);
    }
}
