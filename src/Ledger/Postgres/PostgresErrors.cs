using System.Net.Sockets;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>What PostgreSQL's error codes mean for the owner of a ledger. Codes:
/// https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class PostgresErrors
{
    /// <summary>The same again may succeed: the connection is lost, the server restarts or changes,
    /// another transaction was in the way.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        PostgresException { SqlState: var code } =>
            code.StartsWith("08", StringComparison.Ordinal)
            || code is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow or "57P05"
                or PostgresErrorCodes.QueryCanceled or "25P03" or PostgresErrorCodes.ReadOnlySqlTransaction
                    or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            || (code == PostgresErrorCodes.FeatureNotSupported
                && ((PostgresException)e).MessageText.Contains("cached plan", StringComparison.Ordinal)),
        NpgsqlException => e.InnerException is IOException or SocketException or TimeoutException,
        IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The server is there but not ready yet, which passes by itself.</summary>
    public static bool IsStarting(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow };

    /// <summary>What went wrong while a ledger was read; null for what is no matter of the ledger.</summary>
    public static LedgerException? OfReading(PostgresAddress address, Exception e) => e switch
    {
        NpgsqlException or IOException or TimeoutException => Explain(address, e),
        _ when StrangeValue.IsMet(e) => new(
            $"the ledger in {Place(address)} holds a value that cannot be ({e.Message}): another program changed it, or the database is " +
                "damaged. Restore a backup, or name another ledger with --cluster", false, e),
        _ => null,
    };

    /// <summary>The message for people; it names host, database and the way out, never the password.</summary>
    public static LedgerException Explain(PostgresAddress address, Exception e, string then = "run again")
    {
        var (place, user) = (Place(address), new NpgsqlConnectionStringBuilder(address.ConnectionString).Username);
        return e switch
        {
            LedgerException ledger => ledger,
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                new($"{place}: there is no such database. Make it with 'createdb', or name another one with --cluster", true, e),
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } p =>
                new(
                $"{place} refuses user '{user}' ({p.MessageText}). Check the user name and the password in the address (Username, " +
                    "Password), or the PGPASSFILE", true, e),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p => new(
                $"{place}: user '{user}' lacks a right ({p.MessageText}). A user of the ledger needs CREATE on the schema when it is " +
                    "new, and SELECT, INSERT, UPDATE and DELETE on its tables: ask the owner to GRANT them", true, e),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new(
                $"the disk of {place} is full. What was recorded before is safe. Free some space there, then {then}", false, e),
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new(
                $"{place} only reads: it is a standby, or set to default_transaction_read_only. Name the primary server, " +
                    $"then {then}", false, e),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } p => new(
                $"{place} has no connection left ({p.MessageText}). Each node needs up to 16: raise " +
                    $"max_connections, then {then}", false, e),
            PostgresException p => new($"{place}: {p.MessageText} ({p.SqlState})", false, e),
            NpgsqlException or IOException or SocketException or TimeoutException => new(
                $"{place} does not answer ({e.GetBaseException().Message.ReplaceLineEndings(" ")}). Check that the server runs and that " +
                    $"host and port are right, then {then}", false, e),
            _ => new($"{place}: {e.Message}", false, e),
        };
    }

    /// <summary><c>database 'sweep' on db:5432</c>; without a name the server takes the user's.</summary>
    public static string Place(PostgresAddress address)
    {
        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        var port = builder.Host?.Contains(',', StringComparison.Ordinal) == true ? "" : $":{builder.Port}";
        var name = string.IsNullOrEmpty(builder.Database) ? builder.Username : builder.Database;
        return $"{(string.IsNullOrEmpty(name) ? "the user's own database" : $"database '{name}'")} on {builder.Host}{port}";
    }
}
