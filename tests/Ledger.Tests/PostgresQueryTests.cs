using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Sweep.Ledger.Postgres;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests;

/// <summary>People's own SQL on PostgreSQL: the same views, and no way to change anything.</summary>
public sealed class PostgresQueryTests : IAsyncLifetime
{
    private PostgresAddress address = null!;
    private ILedgerView reader = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        address = new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
        await using var ledger =
            PostgresLedger.Open(address, new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero)));
        await ledger.CreateSweep(
            Given.Sweep(), [Given.Trial(0, floor: 2), Given.Trial(1, replicate: 1, floor: 2), Given.Trial(2, """{"cell":"rnn"}""")]);
        var me = await ledger.Claim("cells", []);
        await ledger.Apply("cells", me,
        [
            Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 4), Given.Finished(0), Given.Started(1),
            Given.Reported(1, 1, 6), Given.Finished(1),
        ]);
        reader = PostgresLedgerReader.Open(address);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_query_that_never_ends_can_be_ended()
    {
        using var end = new CancellationTokenSource();
        var query = Task.Run(
            () => reader.QueryUntil("select count(*) from generate_series(1, 1000000000000)", end.Token),
            TestContext.Current.CancellationToken);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => query.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

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
            await ledger.CreateSweep(
                Given.Sweep(), [Given.Trial(0, floor: 2), Given.Trial(1, replicate: 1, floor: 2), Given.Trial(2, """{"cell":"rnn"}""")]);
            var me = await ledger.Claim("cells", []);
            await ledger.Apply("cells", me,
            [
                Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 4), Given.Finished(0), Given.Started(1),
                Given.Reported(1, 1, 6), Given.Finished(1),
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
        using var rows = reader.Query("select 1::smallint, count(*), sum(number), avg(number), 0.1::float8, true, null, 'x'::varchar, " +
            "date '2026-01-31', '\\x0aff'::bytea, array[1,2], 'NaN'::float8 from trials");

        Assert.Equal([1L, 3L, 3L, 1.0, 0.1, 1L, null, "x", "2026-01-31", new byte[] { 10, 255 }, "{1,2}", double.NaN],
            Assert.Single(rows.Rows));
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
    [InlineData("select pg_advisory_lock(1)")]
    [InlineData("select pg_try_advisory_lock_shared(1)")]
    [InlineData("select pg_advisory_xact_lock(1)")]
    [InlineData("select pg_terminate_backend(pg_backend_pid())")]
    [InlineData("select pg_cancel_backend(1)")]
    [InlineData("select * from pg_sleep(0.01)")]
    [InlineData("select pg_catalog.\"pg_sleep\" /* at once */ (0.01)")]
    [InlineData("select U&\"pg\\005fsleep\"(0.01)")]
    [InlineData("explain analyze select pg_sleep_for('10 milliseconds')")]
    [InlineData("select lo_create(0)")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("select lo_get(1)")]
    [InlineData("select lo_export(1, '/tmp/sweep-query-escape')")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("select pg_read_binary_file('PG_VERSION')")]
    [InlineData("select pg_ls_dir('.')")]
    [InlineData("select pg_stat_file('PG_VERSION')")]
    [InlineData("select set_config('statement_timeout', '0', false)")]
    [InlineData("select pg_reload_conf()")]
    [InlineData("select pg_switch_wal()")]
    [InlineData("select pg_stat_reset()")]
    [InlineData("select pg_notify('x', 'y')")]
    [InlineData("select pg_export_snapshot()")]
    [InlineData("select pg_logical_emit_message(true, 'x', 'y')")]
    [InlineData("select nextval('trial_id_seq')")]
    [InlineData("select txid_current()")]
    [InlineData("select pg_current_xact_id()")]
    [InlineData("select query_to_xml('select pg_sleep(0.01)', true, true, '')")]
    [InlineData("select * from ts_stat('select to_tsvector(''a'')')")]
    [InlineData("select dblink_like('dbname=postgres')")]
    [InlineData("select stable_but_not_ours()")]
    public async Task A_function_that_may_do_more_than_read_is_refused_by_name(string sql)
    {
        await using (var owner = NpgsqlDataSource.Create(address.WithDefaults))
        await using (var make = owner.CreateCommand("""
            CREATE OR REPLACE FUNCTION dblink_like(text) RETURNS text LANGUAGE sql AS 'select $1';
            CREATE OR REPLACE FUNCTION stable_but_not_ours() RETURNS text LANGUAGE sql STABLE AS 'select pg_sleep(0.01)::text'
            """)) await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains("a query only reads", error.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists("/tmp/sweep-query-escape"));
    }

    [Theory]
    [InlineData("select count(*), min(metric), round(avg(metric)::numeric, 2), upper(max(status)) from trials")]
    [InlineData("select random() < 2, clock_timestamp() > now(), pg_relation_size('trial') >= 0, pg_size_pretty(1024::bigint)")]
    [InlineData("select row_number() over (partition by sweep order by number), jsonb_object_keys(config::jsonb) from trials")]
    [InlineData("select generate_series(1, 3), coalesce(null, 'a'), string_agg(status, ',') from trials")]
    [InlineData("select 'pg_sleep(1)', $$pg_sleep(1)$$ -- pg_sleep(1)")]
    [InlineData("select current_setting('server_version'), version(), date_trunc('day', now())")]
    public void Functions_that_only_read_are_answered(string sql) => Drain(sql);

    [Theory]
    [InlineData("select repeat('x', 9000000)", "longer than 8 MiB")]
    [InlineData("select decode(repeat('00', 5000000), 'hex')", "longer than 8 MiB")]
    [InlineData("select repeat(repeat('x', 1000000), 2000)", "too large")]
    public void A_value_that_is_too_large_is_named_for_what_it_is(string sql, string words)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_ends_a_question_whose_asker_is_gone_and_one_that_takes_too_long()
    {
        using var rows = reader.Query("select current_setting('statement_timeout'), current_setting('lock_timeout'), " +
            "current_setting('client_connection_check_interval'), current_setting('transaction_read_only')");
        Assert.Equal(["10min", "10s", "2s", "on"], Assert.Single(rows.Rows));

        // The next user of the connection has the server's own settings again.
        await using var other = NpgsqlDataSource.Create(address.WithDefaults);
        await using var ask = other.CreateCommand("select current_setting('statement_timeout')");
        Assert.Equal("0", await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken));
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

    [Theory]
    [InlineData("select count(*) from trials, (values (1)) as v (trial) where number is distinct from trial")]
    [InlineData("select trim(both '\"' from config), substring(config from 2), substring(config from 2 for 3), overlay(config placing " +
        "'x' from 2) from (select config from trials) t limit 1")]
    [InlineData("select extract(year from report) from (values (timestamp '2026-01-31')) as v (report)")]
    [InlineData("select trim('x' from \"trial\") from (values ('xxl')) as v (trial)")]
    public void A_from_that_names_no_table_is_no_mistake(string sql)
    {
        using var rows = reader.Query(sql);

        Assert.Single(rows.Rows);
    }

    [Theory]
    [InlineData("select * from (select trim('x' from metric::text) from trial) t")]
    [InlineData("select 1 from trials t join trial on true")]
    [InlineData("with mine as (select 1 from \"report\") select * from mine")]
    public void A_private_table_is_found_beside_them(string sql) =>
        Assert.Contains("is private and may change with every version", Assert.Throws<LedgerException>(() => Drain(sql)).Message,
            StringComparison.Ordinal);

    private void Drain(string sql)
    {
        using var rows = reader.Query(sql);
        foreach (var _ in rows.Rows) continue;
    }
}
