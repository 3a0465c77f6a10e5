using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Sweep.Ledger.Postgres;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>Which databases are taken, which are refused and how, and what the database itself defends.</summary>
public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private PostgresServer server = null!;
    private PostgresAddress address = null!;

    private string Database => new NpgsqlConnectionStringBuilder(address.ConnectionString).Database!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        server = await PostgresServer.Shared();
        address = new PostgresAddress(await server.CreateDatabase());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Ten_nodes_that_start_at_once_on_an_empty_database_make_it_once()
    {
        var ledgers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => LedgerStore.Open(address, new FakeTimeProvider()))));

        await ledgers[0].CreateSweep(Given.Sweep(), []);
        foreach (var ledger in ledgers) Assert.Single(await ledger.ListSweeps());
        foreach (var ledger in ledgers) await ledger.DisposeAsync();
        using var rows = LedgerStore.OpenReader(address).Query("select version, (select count(*) from writer) from ledger_version");
        Assert.Equal([(long)PostgresSchema.Newest, 0L], Assert.Single(rows.Rows));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_by_writers_and_readers()
    {
        await LedgerStore.Open(address, TimeProvider.System).DisposeAsync();
        await server.Execute("UPDATE ledger_version SET version = 99", Database);

        foreach (var open in (Action[])[() => LedgerStore.Open(address, TimeProvider.System), () => LedgerStore.OpenReader(address)])
            Refused(open, $"was made by a newer Sweep: its schema has version 99, this program knows up to {PostgresSchema.Newest}");
    }

    [Fact]
    public async Task Tables_of_another_program_are_left_alone()
    {
        await server.Execute("CREATE TABLE trial (id INT)", Database);

        Refused(() => LedgerStore.Open(address, TimeProvider.System), "has a table 'trial' of another program");
    }

    [Fact]
    public void A_reader_never_makes_a_ledger() => Refused(() => LedgerStore.OpenReader(address), "there is no ledger in database");

    [Fact]
    public void A_database_that_is_not_there_is_named() =>
        Refused(() => LedgerStore.Open(With(b => b.Database = "nowhere"), TimeProvider.System), "database 'nowhere' on 127.0.0.1",
            "createdb");

    [Fact]
    public void A_wrong_password_is_an_input_error_that_does_not_repeat_it() =>
        Refused(() => LedgerStore.Open(With(b => b.Password = "w0ng"), TimeProvider.System), "refuses user 'sweep'");

    [Fact]
    public async Task A_user_without_rights_is_told_which_are_needed()
    {
        await server.Execute($"CREATE ROLE guest_{Database} LOGIN PASSWORD 'guest'");
        var guest = With(b => (b.Username, b.Password) = ($"guest_{Database}", "guest"));
        Refused(() => LedgerStore.Open(guest, TimeProvider.System), "lacks a right", "GRANT");
        await LedgerStore.Open(address, TimeProvider.System).DisposeAsync();
        await server.Execute($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest_{Database}", Database);

        Refused(() => LedgerStore.Open(guest, TimeProvider.System), "may read the ledger, but not write it");
        Assert.Empty(await LedgerStore.OpenReader(guest).ListSweeps());
    }

    [Theory]
    [InlineData("UPDATE trial SET status = 'planned' WHERE number = 0", "final status never changes")]
    [InlineData("UPDATE report SET metric = 1, attempt = 2 WHERE trial_id = (SELECT id FROM trial WHERE number = 0)",
        "a report is accepted only from the attempt that is running")]
    [InlineData("UPDATE report SET metric = 1 WHERE trial_id = (SELECT id FROM trial WHERE number = 1)",
        "a report is replaced only by a newer attempt")]
    [InlineData("DELETE FROM report WHERE trial_id = (SELECT id FROM trial WHERE number = 0)", "never change again")]
    [InlineData("UPDATE attempt SET reason = 'x' WHERE ended_at IS NOT NULL", "an attempt that ended never changes")]
    [InlineData("INSERT INTO report SELECT id, 9, 3, 1, 1, 1, 1, 1, '{}', '' FROM trial WHERE number = 1",
        "only from the attempt that is running")]
    public async Task The_database_defends_what_the_program_promises(string sql, string words)
    {
        await using var ledger = LedgerStore.Open(address, TimeProvider.System);
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0), Given.Trial(1)]);
        await ledger.Apply("cells", await ledger.Claim("cells", []),
            [Given.Started(0), Given.Reported(0, 1, 9), Given.Finished(0), Given.Started(1), Given.Reported(1, 1, 9)]);

        var error = await Assert.ThrowsAsync<PostgresException>(() => server.Execute(sql, Database));

        Assert.Contains(words, error.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_may_be_long()
    {
        await using var ledger = LedgerStore.Open(address, TimeProvider.System);
        var text = $$"""{"prompt":"{{string.Concat(Enumerable.Range(0, 20_000))}}"}""";

        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0, text), Given.Trial(1, text)]);

        Assert.All(await ledger.ListTrials("cells"), trial => Assert.Equal(text, trial.Plan.Config.Json));
    }

    [Fact]
    public async Task The_bounds_of_the_t_test_in_the_schema_are_those_of_the_ranking()
    {
        await LedgerStore.Open(address, TimeProvider.System).DisposeAsync();

        using var table = LedgerStore.OpenReader(address).Query("SELECT df, squared FROM t_quantile ORDER BY df");

        var rows = table.Rows.ToList();
        Assert.Equal(WelchTest.MaxDegrees, rows.Count);
        Assert.All(rows, row => Assert.Equal(1, (double)row[1]! / WelchTest.CriticalSquare((int)(long)row[0]!), 1e-7));
    }

    private PostgresAddress With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        change(builder);
        return new PostgresAddress(builder.ConnectionString);
    }

    private void Refused(Action open, params string[] words)
    {
        var error = Assert.Throws<LedgerException>(open);

        Assert.True(error.IsInputError, error.Message);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(server.Password, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("w0ng", error.ToString(), StringComparison.Ordinal);
    }
}
