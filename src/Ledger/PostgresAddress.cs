using Npgsql;

namespace Sweep.Ledger;

/// <summary>A ledger in a PostgreSQL database, for many machines.</summary>
/// <param name="ConnectionString">In Npgsql's keyword form, with the password when it has one: never printed.</param>
public sealed record PostgresAddress(string ConnectionString) : LedgerAddress
{
    private const string Kerberos = "GSS Encryption Mode";

    /// <summary>
    /// The address with what every connection of ours has unless it says otherwise. Npgsql tries Kerberos' encryption first by default: one more round trip to most
    /// servers, a line in their logs, and complaints of a library that container images lack.
    /// </summary>
    public string WithDefaults
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (!builder.ShouldSerialize(Kerberos)) builder[Kerberos] = "Disable";
            return builder.ConnectionString;
        }
    }

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
