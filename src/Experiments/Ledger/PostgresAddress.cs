using Npgsql;

namespace Sweep.Experiments.Ledger;

/// <summary>A ledger in a PostgreSQL database, for many machines.</summary>
/// <param name="ConnectionString">In Npgsql's keyword form, with the password when it has one: never printed.</param>
public sealed record PostgresAddress(string ConnectionString) : LedgerAddress
{
    /// <inheritdoc />
    public override string Display
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            foreach (var secret in (string[])["Password", "SSL Password"]) builder.Remove(secret);
            return builder.ConnectionString;
        }
    }
}
