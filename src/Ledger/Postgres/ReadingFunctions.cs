using Dapper;
using Npgsql;

namespace Sweep.Ledger.Postgres;

/// <summary>Which functions a query may call. A transaction that only reads does not stop a function from waiting, holding locks, ending
/// other sessions, opening files or running SQL that it is handed; PostgreSQL marks nearly all of these as volatile, and the rest is listed
/// here.</summary>
internal static class ReadingFunctions
{
    // Volatile, because they answer differently each time or look at files of the database; they do nothing else.
    // The last two take samples of a table.
    private static readonly string[] Harmless =
    [
        "random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp", "timeofday",
        "pg_relation_size", "pg_table_size", "pg_indexes_size", "pg_total_relation_size", "pg_database_size",
        "bernoulli", "system",
    ];

    // Not volatile, and yet they write: each takes a transaction number.
    private static readonly string[] Writing = ["txid_current", "pg_current_xact_id"];

    // A function of an extension or of a user is trusted only where it promises to depend on its arguments alone.
    private const string Refused =
        """
        SELECT p.proname::text FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE p.proname::text = ANY (@calls) AND (p.proname::text = ANY (@Writing) OR NOT CASE n.nspname
          WHEN 'pg_catalog' THEN p.provolatile <> 'v' OR p.proname::text = ANY (@Harmless)
          ELSE p.provolatile = 'i' END)
        ORDER BY 1 LIMIT 1
        """;

    /// <summary>Throws when the text may call a function that does more than read.</summary>
    /// <exception cref="LedgerException">Input error: it names the function.</exception>
    public static void Check(NpgsqlConnection connection, string sql)
    {
        var calls = SqlCalls.In(sql).ToArray();
        if (calls.Contains("U&"))
            throw new LedgerException(
            "a query only reads, and this one hides a name behind Unicode escapes (U&\"...\"): write the name itself", true);
        if (connection.QuerySingleOrDefault<string>(Refused, new { calls, Writing, Harmless }) is not { } refused) return;
        throw new LedgerException(
            $"a query only reads: the function '{refused}' may do more, such as wait, lock, write or open files. Leave it out, or use " +
                "psql for it. Functions that PostgreSQL calls stable or immutable may be used", true);
    }
}
