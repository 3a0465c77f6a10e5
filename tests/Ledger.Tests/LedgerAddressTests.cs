using Npgsql;
using Sweep.Ledger.Postgres;

namespace Sweep.Ledger.Tests;

/// <summary>How people name a ledger, and what is shown of it.</summary>
public sealed class LedgerAddressTests
{
    private const string Secret = "p4ss;w=rd";

    [Theory]
    [InlineData("sweep.db", "/home/ada/sweep.db")]
    [InlineData("../results/May.DB", "/home/results/May.DB")]
    [InlineData("/data/sweep.db", "/data/sweep.db")]
    [InlineData("Data Source=/data/sweep.db", "/data/sweep.db")]
    [InlineData("data source=my sweeps", "/home/ada/my sweeps")]
    [InlineData("DataSource=sweep.db", "/home/ada/sweep.db")]
    public void A_SQLite_file_is_named_by_its_path(string text, string path)
    {
        Assert.Equal(new SqliteAddress(path), LedgerAddress.Parse(text, "/home/ada"));
        Assert.Equal(path, LedgerAddress.Parse(text, "/home/ada").Display);
    }

    [Theory]
    [InlineData("postgres://sweep@db/results", "Host=db;Username=sweep;Database=results")]
    [InlineData("postgresql://sweep:p4ss%3Bw%3Drd@db:5433/results",
        "Host=db;Port=5433;Username=sweep;Password=\"p4ss;w=rd\";Database=results")]
    [InlineData("postgres://db", "Host=db")]
    [InlineData("postgres://me%40home@[::1]:5433/results", "Host=[::1];Port=5433;Username=me@home;Database=results")]
    [InlineData("postgres://a,b:5433/results", "Host=\"a,b:5433\";Database=results")]
    [InlineData("postgres://db/results?sslmode=verify-full&application_name=mine&connect_timeout=3",
        "Host=db;Database=results;SSL Mode=VerifyFull;Application Name=mine;Timeout=3")]
    [InlineData("postgres:///results?host=/run/postgresql&user=me", "Host=/run/postgresql;Username=me;Database=results")]
    [InlineData("Server=db;User Id=me;Pwd=x", "Host=db;Username=me;Password=x")]
    public void A_PostgreSQL_database_is_named_by_a_URI_or_keywords(string text, string same)
    {
        var address = Assert.IsType<PostgresAddress>(LedgerAddress.Parse(text, "/home/ada"));

        Assert.True(new NpgsqlConnectionStringBuilder(same)
            .EquivalentTo(new NpgsqlConnectionStringBuilder(address.ConnectionString)), address.ConnectionString);
    }

    [Theory]
    [InlineData("Host=db;Username=sweep;Password='p4ss;w=rd'")]
    [InlineData("host=db;USERNAME=sweep;PASSWORD='p4ss;w=rd'")]
    [InlineData("Host=db;User Id=sweep;Pwd='p4ss;w=rd'")]
    [InlineData("postgres://sweep:p4ss%3Bw%3Drd@db")]
    [InlineData("postgres://sweep@db?password=p4ss%3Bw%3Drd")]
    [InlineData("Host=db;Username=sweep;SSL Password='p4ss;w=rd'")]
    public void The_password_is_used_but_never_shown(string text)
    {
        var address = Assert.IsType<PostgresAddress>(LedgerAddress.Parse(text, "/home/ada"));

        Assert.Contains(Secret, address.ConnectionString, StringComparison.Ordinal);
        Assert.Equal("Host=db;Username=sweep", address.Display);
        Assert.Equal("Host=db;Username=sweep", $"{address}");
    }

    [Theory]
    [InlineData("results", "found 'results'")]
    [InlineData("", "found ''")]
    [InlineData("mysql://me:p4ss@db/x", "'mysql://'")]
    [InlineData("Host=db;Colour=red;Password=p4ss", "unknown key 'colour'")]
    [InlineData("Host=db,Password=p4ss;Port=1", "Separate keys with ';'")]
    [InlineData("Host=db;Username=me,Password=p4ss", "Separate keys with ';'")]
    [InlineData("Host=me:p4ss@db", "'postgres://'")]
    [InlineData("me:p4ss@db/x", "not shown")]
    [InlineData("password p4ss", "not shown")]
    [InlineData("Host=db;Port=99999", "from 1 to 65535, found 99999")]
    [InlineData("Host='a,b:70000'", "from 1 to 65535, found 70000")]
    [InlineData("postgres://me:p4ss@db:99999/x", "from 1 to 65535, found 99999")]
    [InlineData("Host=db;Port=p4ss", "ort")]
    [InlineData("Username=sweep;Password=p4ss", "no host. Add one: Host=db;Username=sweep")]
    [InlineData("postgres:///x", "no host")]
    [InlineData("postgres://me:p4ss@word@db/x", "another form")]
    [InlineData("postgres://me:p4ss@db/x?colour=red", "unknown key 'colour'")]
    [InlineData("postgres://me:p4ss@db/x?sslmode=maybe", "'SSL Mode' cannot be used")]
    [InlineData("Data Source=sweep.db;Mode=ReadOnly", "nothing else")]
    [InlineData("Data Source=", "nothing else")]
    [InlineData(":=", "unknown key")]
    [InlineData("a\0b.db", "zero character")]
    [InlineData("Data Source=sweep.db;Host=db;Password=p4ss", "nothing else")]
    public void What_is_no_address_is_refused_and_what_is_expected_is_named(string text, string words)
    {
        var error = Assert.Throws<LedgerException>(() => LedgerAddress.Parse(text, "/home/ada"));

        Assert.True(error.IsInputError);
        Assert.StartsWith("this is no address of a ledger: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("p4ss", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_address_does_not_say_has_our_defaults_and_what_it_says_stays()
    {
        var address = new PostgresAddress("Host=db;Timeout=3");

        using var writer = PostgresConnections.Writer(address);
        using var readers = PostgresConnections.Readers(address);

        Assert.Contains("Keepalive=15", writer.ConnectionString);
        Assert.Contains("Timeout=3;", writer.ConnectionString);
        Assert.Contains("Maximum Pool Size=8", readers.ConnectionString);
    }

    [Theory]
    [InlineData("Host=db;Username=sweep", "Disable")]
    [InlineData("Host=db;Username=sweep;GSS Encryption Mode=Require", "Require")]
    public void Kerberos_encryption_is_not_tried_unless_the_address_asks_for_it(string text, string mode)
    {
        var address = Assert.IsType<PostgresAddress>(LedgerAddress.Parse(text, "/home/ada"));

        Assert.Contains($"GSS Encryption Mode={mode}", address.WithDefaults);
        Assert.Equal(text, address.Display);
    }
}
