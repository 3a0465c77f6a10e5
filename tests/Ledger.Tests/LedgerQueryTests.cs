using Microsoft.Extensions.Time.Testing;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests;

/// <summary>People's own SQL over the public views. The columns named here are a promise; more may follow them.</summary>
public sealed class LedgerQueryTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-query-").FullName;
    private ILedgerView reader = null!;

    private string File => Path.Combine(folder, "sweep.db");

    public async ValueTask InitializeAsync()
    {
        await using var ledger = SqliteLedger.Open(File, new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero)));
        await ledger.CreateSweep(
            Given.Sweep(), [Given.Trial(0, floor: 2), Given.Trial(1, replicate: 1, floor: 2), Given.Trial(2, """{"cell":"rnn"}""")]);
        var me = await ledger.Claim("cells", []);
        await ledger.Apply("cells", me,
        [
            Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 4), Given.Finished(0), Given.Started(1),
            Given.Reported(1, 1, 6), Given.Finished(1),
        ]);
        reader = SqliteLedgerReader.Open(File);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_query_that_never_ends_can_be_ended()
    {
        using var end = new CancellationTokenSource();
        using var rows = reader.QueryUntil(
            "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 2 or i > 1e18", end.Token);
        using var taken = rows.Rows.GetEnumerator();
        Assert.True(taken.MoveNext());
        var next = Task.Run(taken.MoveNext, TestContext.Current.CancellationToken);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => next.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("sweeps", "name status experiment metric goal replicates trials final_trials created_at ended_at description")]
    [InlineData("trials", "sweep number status config seed attempts metric best_epoch slot started_at ended_at reason")]
    [InlineData("attempts", "sweep trial attempt slot started_at ended_at outcome reason stderr_tail")]
    [InlineData("epochs", "sweep trial epoch train_perplexity val_perplexity tokens_per_second seconds metrics")]
    [InlineData("leaderboard", "sweep rank config replicates mean std best trials")]
    public void Public_views_begin_with_the_promised_columns(string view, string columns)
    {
        using var rows = reader.Query($"SELECT * FROM {view}");

        Assert.Equal(columns.Split(' '), rows.Columns.Take(columns.Split(' ').Length));
    }

    [Fact]
    public void The_first_question_of_the_manual_is_answered()
    {
        using var rows = reader.Query("select status, count(*) from trials group by status");

        Assert.Equal([["completed", 2L], ["planned", 1L]], rows.Rows);
    }

    [Fact]
    public void The_leaderboard_ranks_with_spread_and_floor()
    {
        using var rows = reader.Query(
            "select rank, config, replicates, mean, std * std, best, trials, excess, below_floor from leaderboard where sweep = 'cells'");

        var row = Assert.Single(rows.Rows);
        Assert.Equal([1L, """{"cell":"gru"}""", 2L, 5.0], row.Take(4));
        Assert.Equal(2, (double)row[4]!, 1e-12);
        Assert.Equal([4.0, "[0,1]", 3.0, 0L], row.Skip(5));
    }

    [Fact]
    public void Json_of_a_configuration_can_be_taken_apart()
    {
        using var rows = reader.Query("select config ->> 'cell', metric from trials order by number");

        Assert.Equal([["gru", 4.0], ["gru", 6.0], ["rnn", null]], rows.Rows);
    }

    [Fact]
    public void Rows_stream_and_may_be_left_in_the_middle()
    {
        using var rows = reader.Query("with recursive n(i) as (select 1 union all select i + 1 from n) select i from n");

        Assert.Equal([1L, 2L, 3L], rows.Rows.Take(3).Select(row => row[0]));
    }

    [Theory]
    [InlineData("delete from report")]
    [InlineData("insert into sweep (name) values ('x')")]
    [InlineData("drop view trials")]
    [InlineData("create table note (text)")]
    [InlineData("with x as (select 1) update trial set metric = 1")]
    [InlineData("vacuum into '/tmp/sweep-query-copy.db'")]
    [InlineData("attach '/tmp/sweep-query-other.db' as other")]
    [InlineData("begin immediate")]
    [InlineData("pragma journal_mode = delete")]
    [InlineData("pragma journal_mode")]
    [InlineData("pragma wal_checkpoint")]
    [InlineData("PRAGMA user_version = 7")]
    [InlineData("pragma query_only = 0")]
    [InlineData("pragma writable_schema(1)")]
    [InlineData("detach main")]
    [InlineData("select load_extension('/tmp/sweep-query-other.so')")]
    [InlineData("create temp table note (text)")]
    [InlineData("reindex")]
    [InlineData("analyze")]
    public void Writing_is_refused(string sql)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains("only reads", error.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists("/tmp/sweep-query-copy.db") || System.IO.File.Exists("/tmp/sweep-query-other.db"));
    }

    [Theory]
    [InlineData("pragma table_info(trials)")]
    [InlineData("PRAGMA Table_XInfo('trials')")]
    [InlineData("pragma table_list")]
    [InlineData("pragma index_list(trial)")]
    [InlineData("pragma user_version")]
    [InlineData("select name from pragma_table_info('trials')")]
    public void The_file_may_be_described(string sql)
    {
        using var rows = reader.Query(sql);

        Assert.NotEmpty(rows.Rows);
    }

    [Theory]
    [InlineData("with trial as (select 7 as n) select n from trial")]
    [InlineData("with trial(n) as (select 7) select n from trial")]
    [InlineData("select 'select * from trial' /* from trial */ -- from trial")]
    [InlineData("select 1 from (select number, 0 as trial from trials) where number is distinct from trial limit 1")]
    [InlineData("select 1 from (select number, 0 as trial from trials) where number is not distinct from trial limit 1")]
    [InlineData("select \"it's\" from (select number as \"it's\" from trials limit 1)")]
    public void A_private_name_that_is_the_querys_own_or_only_text_is_no_mistake(string sql)
    {
        using var rows = reader.Query(sql);

        Assert.Single(rows.Rows);
    }

    [Fact]
    public void Names_that_are_suggested_exist()
    {
        foreach (var (view, columns) in Sweep.Ledger.Storage.PublicViews.Columns)
        {
            using var rows = reader.Query($"select * from {view}");

            Assert.Empty(columns.Except(rows.Columns));
        }
    }

    [Theory]
    [InlineData("select * from pragma_wal_checkpoint")]
    [InlineData("select * from pragma_journal_mode('delete')")]
    [InlineData("select writefile('/tmp/sweep-query-other.db', 'x')")]
    [InlineData("select readfile('/etc/passwd')")]
    [InlineData("select edit('x', 'sh')")]
    [InlineData("select fts3_tokenizer('simple')")]
    public void What_would_reach_further_is_not_there(string sql)
    {
        Assert.True(Assert.Throws<LedgerException>(() => Drain(sql)).IsInputError);
        Assert.False(System.IO.File.Exists("/tmp/sweep-query-other.db"));
    }

    [Theory]
    [InlineData("select zeroblob(1000000000)")]
    [InlineData("select hex(zeroblob(5000000))")]
    [InlineData("select group_concat(config || hex(zeroblob(1000000)), '') from trials, epochs, sweeps, epochs as more")]
    [InlineData("select printf('%*c', 100000000, 'x')")]
    public void A_value_that_is_too_large_is_named_for_what_it_is(string sql)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains("longer than 8 MiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("selct 1", "the SQL has a mistake: near \"selct\": syntax error.")]
    [InlineData("select colour from trials", "no such column: colour")]
    [InlineData("select * from trial_s", "no such table: trial_s")]
    [InlineData("select * from trials t join trail x", "no such table: trail; did you mean 'trials'?")]
    [InlineData("select epohc from epochs", "no such column: epohc; did you mean 'epoch'?")]
    [InlineData("select t.metrc from trials t", "no such column: t.metrc; did you mean 'metric'?")]
    [InlineData("select * from trial", "the table 'trial' is private and may change with every version; did you mean 'trials'?")]
    [InlineData("select count(*) from \"Report\" r", "did you mean 'epochs'?")]
    [InlineData("select * from sweeps s join config c", "did you mean 'leaderboard'?")]
    [InlineData("with x as (select 1 from attempt) select * from x", "did you mean 'attempts'?")]
    [InlineData("select abs(-9223372036854775808)", "integer overflow")]
    public void A_mistake_in_the_SQL_is_named_and_the_views_too(string sql, string words)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.True(error.IsInputError);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("leaderboard", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("select 1; select 2")]
    public void One_statement_is_expected(string sql)
    {
        var error = Assert.Throws<LedgerException>(() => Drain(sql));

        Assert.Contains("expected one SELECT statement", error.Message, StringComparison.Ordinal);
    }

    private void Drain(string sql)
    {
        using var rows = reader.Query(sql);
        foreach (var _ in rows.Rows) continue;
    }
}
