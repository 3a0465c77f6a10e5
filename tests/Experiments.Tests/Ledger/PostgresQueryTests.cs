using Microsoft.Extensions.Time.Testing;
using Sweep.Experiments.Ledger;

namespace Sweep.Experiments.Tests.Ledger;

/// <summary>People's own SQL on PostgreSQL: the same views, and no way to change anything.</summary>
public sealed class PostgresQueryTests : IAsyncLifetime
{
    private PostgresAddress address = null!;
    private PostgresLedgerReader reader = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        address = new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
        await using var ledger = PostgresLedger.Open(address, new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero)));
        await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0, floor: 2), Given.Trial(1, replicate: 1, floor: 2), Given.Trial(2, """{"cell":"rnn"}""")]);
        var me = await ledger.Claim("cells", []);
        await ledger.Apply("cells", me,
        [
            Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 4), Given.Finished(0), Given.Started(1), Given.Reported(1, 1, 6), Given.Finished(1),
        ]);
        reader = PostgresLedgerReader.Open(address);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("sweeps")]
    [InlineData("trials")]
    [InlineData("attempts")]
    [InlineData("epochs")]
    [InlineData("leaderboard")]
    public async Task A_view_holds_the_same_rows_in_the_same_form_as_in_SQLite(string view)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-query-").FullName;
        var file = Path.Combine(folder, "sweep.db");
        await using (var ledger = SqliteLedger.Open(file, new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero))))
        {
            await ledger.CreateSweep(Given.Sweep(), [Given.Trial(0, floor: 2), Given.Trial(1, replicate: 1, floor: 2), Given.Trial(2, """{"cell":"rnn"}""")]);
            var me = await ledger.Claim("cells", []);
            await ledger.Apply("cells", me,
            [
                Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 4), Given.Finished(0), Given.Started(1), Given.Reported(1, 1, 6), Given.Finished(1),
            ]);
        }

        using (var expected = SqliteLedgerReader.Open(file).Query($"select * from {view} order by 1, 2"))
        using (var found = reader.Query($"select * from {view} order by 1, 2;"))
        {
            Assert.Equal(expected.Columns, found.Columns);
            Assert.Equal(expected.Rows, found.Rows);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Values_come_in_the_few_types_that_are_promised()
    {
        using var rows = reader.Query("select 1::smallint, count(*), sum(number), avg(number), 0.1::float8, true, null, 'x'::varchar, date '2026-01-31', '\\x0aff'::bytea, array[1,2], 'NaN'::float8 from trials");

        Assert.Equal([1L, 3L, 3L, 1.0, 0.1, 1L, null, "x", "2026-01-31", new byte[] { 10, 255 }, "{1,2}", double.NaN], Assert.Single(rows.Rows));
    }

    [Fact]
    public void Json_of_a_configuration_can_be_taken_apart()
    {
        using var rows = reader.Query("select config ->> 'cell' as cell, min(metric) from trials group by cell order by cell");

        Assert.Equal([["gru", 4.0], ["rnn", null]], rows.Rows);
    }

    [Fact]
    public void Rows_stream_and_may_be_left_in_the_middle()
    {
        using var rows = reader.Query("with recursive n(i) as (select 1 union all select i + 1 from n) select i from n");

        Assert.Equal([1L, 2L, 3L], rows.Rows.Take(3).Select(row => row[0]));
    }

    [Theory]
    [InlineData("delete from report")]
    [InlineData("with x as (delete from report returning 1) select * from x")]
    [InlineData("explain analyze delete from report")]
    [InlineData("drop view trials")]
    [InlineData("select 1 as a into note")]
    [InlineData("commit")]
    [InlineData("/* select */ rollback")]
    [InlineData("set transaction read write")]
    [InlineData("copy trial to program 'touch /tmp/sweep-query-escape'")]
    [InlineData("do $$ begin delete from report; end $$")]
    [InlineData("select setval('trial_id_seq', 1)")]
    [InlineData("vacuum")]
    public async Task Writing_is_refused(string sql)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains("only reads", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await reader.ListEpochs("cells")).Count);
    }

    [Theory]
    [InlineData("select 1; select 2")]
    [InlineData("select 1; commit; delete from report")]
    [InlineData("select 1; commit; drop table report cascade; --")]
    [InlineData("select ';'; set session characteristics as transaction read write")]
    public async Task Only_one_statement_is_taken(string sql)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains("expected one SELECT statement, found several", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await reader.ListEpochs("cells")).Count);
    }

    [Theory]
    [InlineData("select set_config('transaction_read_only', 'off', true)")]
    [InlineData("select set_config('default_transaction_read_only', 'off', false)")]
    public async Task A_setting_does_not_open_a_way_to_write(string sql)
    {
        try
        {
            Drain(sql);
        }
        catch (LedgerException e)
        {
            Assert.True(e.IsInputError, e.Message);
        }

        Assert.Throws<LedgerException>(() => Drain("with x as (delete from report returning 1) select * from x"));
        Assert.Equal(3, (await reader.ListEpochs("cells")).Count);
    }

    [Theory]
    [InlineData("", "expected one SELECT statement, found none")]
    [InlineData("-- nothing", "expected one SELECT statement, found none")]
    [InlineData("select colour from trials", "column \"colour\" does not exist, at character 8: 'colour from trials'")]
    [InlineData("select * from trial_s", "relation \"trial_s\" does not exist")]
    [InlineData("select * from trail", "relation \"trail\" does not exist, at character 15: 'trail'; did you mean 'trials'?")]
    [InlineData("select epohc from epochs", "the column \"epochs.epoch\"")] // the server's own suggestion
    [InlineData("select * from trial", "the table 'trial' is private and may change with every version; did you mean 'trials'?")]
    [InlineData("select * frm trials", "syntax error")]
    [InlineData("select 1 / (number - number) from trials", "division by zero")]
    public void A_mistake_in_the_SQL_is_named_and_its_place_too(string sql, string words)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("leaderboard", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select table_name, column_name from information_schema.columns where table_schema = current_schema()")]
    [InlineData("explain select * from trials")]
    [InlineData("show server_version")]
    [InlineData("(select 1)")]
    [InlineData("values (1), (2)")]
    public void The_ledger_may_be_described(string sql)
    {
        using var rows = reader.Query(sql);

        Assert.NotEmpty(rows.Rows);
    }

    private void Drain(string sql)
    {
        using var rows = reader.Query(sql);
        foreach (var _ in rows.Rows) continue;
    }
}
