using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Silo.Membership;

/// <summary>Which nodes of a cluster use a SQLite ledger now, by the signs of life that they leave in it.</summary>
public static class LivingNodes
{
    /// <summary>A node signs every 5 seconds; one that missed three signs is gone.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Names of the nodes, in their order; empty when the ledger belongs to no cluster, or does not exist.</summary>
    /// <param name="now">UTC.</param>
    /// <exception cref="LedgerException">There is something, but no ledger.</exception>
    public static IReadOnlyList<string> Of(SqliteAddress ledger, DateTimeOffset now)
    {
        if (SqliteLedgerReader.OpenIfAny(ledger.Path) is null) return [];
        var source = new SqliteConnectionStringBuilder { DataSource = ledger.Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(source.ConnectionString);
        connection.Open();
        var isCluster = connection.ExecuteScalar<bool>("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'member'");
        if (!isCluster) return [];
        // A sign from the future was given before the clock was set back: whoever lives signs anew within seconds.
        var (since, until) = (MemberRow.Text((now - Silence).UtcDateTime), MemberRow.Text((now + Silence).UtcDateTime));
        return [.. connection.Query<string>(MemberSql.Living, new { cluster = MembershipSetup.ClusterId, since, until })];
    }
}
