using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>What verbs read of a sweep without holding all of it.</summary>
public abstract partial class LedgerViewTests : IAsyncLifetime
{
    private ILedger ledger = null!;
    private ILedgerView view = null!;

    public async ValueTask InitializeAsync()
    {
        var address = await Address();
        ledger = LedgerStore.Open(address, new FakeTimeProvider());
        await ledger.CreateSweep(Given.Sweep(), [.. Enumerable.Range(0, 4).Select(number => Given.Trial(number))]);
        await ledger.CreateSweep(Given.Sweep("other"), [Given.Trial(0)]);
        var me = await ledger.Claim("cells", []);
        await ledger.Apply("cells", me,
        [
            Given.Started(0), Reported(0, 1, ("val_perplexity", 9), ("tokens_per_second", 300)),
            Reported(0, 2, ("val_perplexity", 8), ("tokens_per_second", 100)),
            Reported(0, 3, ("val_perplexity", 7), ("tokens_per_second", 200)), Given.Finished(0),
            Given.Started(2), Reported(2, 1, ("val_perplexity", 5), ("grad_norm", 0.5)),
            Reported(2, 2, ("a \"b\"", 2.5), ("tokens_per_second", 10)),
            Reported(2, 3, ("val_perplexity", 4), ("tokens_per_second", 20)),
            Given.Finished(2, TrialStatus.Planned, outcome: AttemptOutcome.Crashed), Given.Started(2, attempt: 2),
        ]);
        view = LedgerStore.OpenReader(address);
    }

    public async ValueTask DisposeAsync()
    {
        if (ledger is not null) await ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where to make a ledger.</summary>
    protected abstract Task<LedgerAddress> Address();

    [Fact]
    public async Task Trials_are_counted_by_what_made_them_whatever_their_command_lines()
    {
        MadeBy one = new() { Sweep = "0.2.0", Threads = 1 }, two = one with { Threads = 2 };
        var attempts = new[] { (0, one), (1, one), (2, two) };
        await ledger.CreateSweep(Given.Sweep("made"), [.. attempts.Select(attempt => Given.Trial(attempt.Item1))]);
        var made = await ledger.Claim("made", []);
        await ledger.Apply("made", made,
        [
            .. attempts.SelectMany(attempt => new LedgerChange[]
            {
                Given.Started(attempt.Item1, sweep: "made"),
                Given.Described(attempt.Item1, attempt.Item2 with { Command = $"run {attempt.Item1}" }, sweep: "made"),
                new EpochReported(
                    new TrialRef("made", attempt.Item1, 1),
                    new TrialReport { Epoch = 1, Metrics = new Dictionary<string, double> { ["val_perplexity"] = 3 } }),
            }),
        ]);

        Assert.Equal([new MakerCount(one, 2), new MakerCount(two, 1)], await view.CountMakers("made"));
        Assert.Equal([new MakerCount(null, 2)], await view.CountMakers("cells"));
        using var rows = view.Query("select made_by from attempts where sweep = 'made' and trial = 2");
        Assert.Equal("""{"sweep":"0.2.0","threads":2,"command":"run 2"}""", rows.Rows.Single()[0]);
    }

    [Fact]
    public async Task One_trial_is_found_by_its_number()
    {
        Assert.Equal((await ledger.ListTrials("cells"))[2], await view.FindTrial("cells", 2));
        Assert.Null(await view.FindTrial("cells", 4));
        Assert.Null(await view.FindTrial("nothing", 0));
    }

    [Fact]
    public async Task Results_are_the_trials_with_what_ranks_and_compares_them()
    {
        var trials = await ledger.ListTrials("cells");

        var results = await view.ReadResults("cells");
        Assert.Equal(trials.Select(trial => trial.Plan.Config).Distinct(), results.Configs);
        Assert.Equal(SweepResults.Of(trials).Trials, results.Trials);
        Assert.Equal(trials.Select(trial => trial.Plan.Config), results.Trials.Select(trial => results.Configs[trial.Config]));
        Assert.Empty((await view.ReadResults("nothing")).Trials);
    }

    [Fact]
    public async Task The_report_that_counts_is_read_of_each_trial_that_has_a_value()
    {
        var values = (await ledger.ListTrials("cells")).Where(trial => trial.BestEpoch is not null);
        Assert.Equal(
            values.Select(trial => (trial.Number, trial.BestEpoch, trial.Metric)),
            (await view.ListCounted("cells")).Select(row => (row.Trial, (int?)row.Epoch, (double?)row.Metrics["val_perplexity"])));
    }

    [Theory]
    [InlineData("UPDATE config SET text = 'nul' WHERE first_trial = 0", "expected a configuration as a JSON object, found 'nul'")]
    [InlineData("UPDATE config SET text = '[1]' WHERE first_trial = 0", "expected a configuration as a JSON object, found '[1]'")]
    [InlineData("UPDATE config SET text = '{\"lr\":1,\"lr\":2}' WHERE first_trial = 0",
        "expected a configuration as a JSON object, found '{\"lr\":1,\"lr\":2}'")]
    [InlineData("UPDATE config SET text = '{\"lr\":1' WHERE first_trial = 0",
        "expected a configuration as a JSON object, found '{\"lr\":1'")]
    [InlineData("UPDATE config SET text = '{} {}' WHERE first_trial = 0", "expected a configuration as a JSON object, found '{} {}'")]
    [InlineData("UPDATE config SET text = '{\"a\":1,\"\\u0061\":2}' WHERE first_trial = 0",
        "expected a configuration as a JSON object, found")]
    public async Task A_configuration_that_is_none_is_named(string change, string found)
    {
        await Damage(change);

        foreach (Func<Task> read in (Func<Task>[])[() => view.ReadResults("cells"), () => view.ListTrials("cells"), () =>
            view.FindTrial("cells", 0), () => Task.Run(() => view.ReadTrials("cells").Dispose())])
        {
            var error = await Assert.ThrowsAsync<LedgerException>(read);
            Assert.Contains("holds a value that cannot be", error.Message, StringComparison.Ordinal);
            Assert.Contains(found, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("UPDATE report SET metrics = 'nul'")]
    [InlineData("UPDATE report SET metrics = '[1]'")]
    [InlineData("UPDATE report SET metrics = '{\"a\":'")]
    public async Task Metrics_that_are_none_are_named(string change)
    {
        await Damage(change);

        var error = Assert.Throws<LedgerException>(() =>
        {
            using var reports = view.ReadReports("cells");
            foreach (var _ in reports.Rows) continue;
        });
        Assert.Contains("holds a value that cannot be", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Changes what the ledger holds behind its back.</summary>
    protected abstract Task Damage(string sql);

    [Fact]
    public void A_sweep_without_reports_has_no_rows()
    {
        using var reports = view.ReadReports("other");

        Assert.Empty(reports.Metrics);
        Assert.Empty(reports.Rows);
    }

    private static EpochReported Reported(int trial, int epoch, params (string Name, double Value)[] metrics) =>
        Reported(trial, epoch, 1, metrics);

    private static EpochReported Reported(int trial, int epoch, int attempt, params (string Name, double Value)[] metrics) =>
        new(Given.Ref(trial, attempt),
            new TrialReport { Epoch = epoch, Seconds = 1, Metrics = metrics.ToDictionary(metric => metric.Name, metric => metric.Value) });
}

/// <inheritdoc />
public sealed class SqliteLedgerViewTests : LedgerViewTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-view-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override Task<LedgerAddress> Address() => Task.FromResult<LedgerAddress>(new SqliteAddress(Path.Combine(folder, "sweep.db")));

    protected override async Task Damage(string sql)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "sweep.db"), Pooling = false }.ToString());
        foreach (var trigger in (await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")).ToList())
            await connection.ExecuteAsync($"DROP TRIGGER {trigger}");
        await connection.ExecuteAsync(sql);
    }
}

/// <inheritdoc />
public sealed class PostgresLedgerViewTests : LedgerViewTests
{
    private string connectionString = "";

    protected override async Task<LedgerAddress> Address()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        connectionString = await (await PostgresServer.Shared()).CreateDatabase();
        return new PostgresAddress(connectionString);
    }

    protected override async Task Damage(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync($"SET session_replication_role = replica; {sql}");
    }
}
