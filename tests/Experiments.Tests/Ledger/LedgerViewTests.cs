using Microsoft.Extensions.Time.Testing;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Ledger;

/// <summary>What verbs read of a sweep without holding all of it.</summary>
public abstract class LedgerViewTests : IAsyncLifetime
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
            Given.Started(0), Reported(0, 1, ("val_perplexity", 9), ("tokens_per_second", 300)), Reported(0, 2, ("val_perplexity", 8), ("tokens_per_second", 100)),
            Reported(0, 3, ("val_perplexity", 7), ("tokens_per_second", 200)), Given.Finished(0),
            Given.Started(2), Reported(2, 1, ("val_perplexity", 5), ("grad_norm", 0.5)), Reported(2, 2, ("a \"b\"", 2.5), ("tokens_per_second", 10)),
            Reported(2, 3, ("val_perplexity", 4), ("tokens_per_second", 20)), Given.Finished(2, TrialStatus.Planned, outcome: AttemptOutcome.Crashed), Given.Started(2, attempt: 2),
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

        Assert.Equal(
            trials.Select(t => new TrialRow { Sweep = t.Sweep, Number = t.Number, Status = t.Status, Metric = t.Metric, ConfigJson = t.ConfigJson, Replicate = t.Replicate, FloorPerplexity = t.FloorPerplexity }),
            await view.ListResults("cells"));
        Assert.Empty(await view.ListResults("nothing"));
    }

    [Fact]
    public async Task The_speed_of_a_trial_is_the_median_of_its_epochs()
    {
        Assert.Equal(new Dictionary<int, double> { [0] = 200, [2] = 15 }, await view.MedianSpeeds("cells"));
        Assert.Equal(new Dictionary<int, double> { [2] = 15 }, await view.MedianSpeeds("cells", [1, 2, 3]));
        Assert.Empty(await view.MedianSpeeds("other"));
    }

    [Fact]
    public async Task Attempts_are_counted_by_how_they_ended() => Assert.Equal(
        [(null, 1L), (AttemptOutcome.Completed, 1L), (AttemptOutcome.Crashed, 1L)],
        (await view.CountOutcomes("cells")).Select(count => (count.Outcome, count.Attempts)).OrderBy(count => count.Outcome));

    [Fact]
    public void Reports_are_read_one_by_one_with_every_metric_that_any_of_them_has()
    {
        using var reports = view.ReadReports("cells");

        Assert.Equal(["a \"b\"", "grad_norm", "tokens_per_second", "val_perplexity"], reports.Metrics.Order());
        var order = reports.Metrics.Index().OrderBy(metric => metric.Item).Select(metric => metric.Index).ToList();
        Assert.Equal(
            [
                "0.1 of 1 in 1 s: , , 300, 9", "0.2 of 1 in 1 s: , , 100, 8", "0.3 of 1 in 1 s: , , 200, 7",
                "2.1 of 1 in 1 s: , 0.5, , 5", "2.2 of 1 in 1 s: 2.5, , 10, ", "2.3 of 1 in 1 s: , , 20, 4",
            ],
            reports.Rows.Select(row => $"{row.Trial}.{row.Epoch} of {row.Attempt} in {row.Seconds} s: {string.Join(", ", order.Select(i => row.Metrics[i]))}"));
    }

    [Fact]
    public async Task Reading_reports_sees_one_moment_and_holds_up_nobody()
    {
        using var reports = view.ReadReports("cells");

        await ledger.Apply("cells", (await ledger.FindSweep("cells"))!.Coordinator, [Reported(2, 1, 2, ("new", 1))]);

        Assert.DoesNotContain("new", reports.Metrics);
        Assert.Equal(6, reports.Rows.Count());
    }

    [Fact]
    public void A_sweep_without_reports_has_no_rows()
    {
        using var reports = view.ReadReports("other");

        Assert.Empty(reports.Metrics);
        Assert.Empty(reports.Rows);
    }

    private static EpochReported Reported(int trial, int epoch, params (string Name, double Value)[] metrics) => Reported(trial, epoch, 1, metrics);

    private static EpochReported Reported(int trial, int epoch, int attempt, params (string Name, double Value)[] metrics) =>
        new(Given.Ref(trial, attempt), new TrialReport { Epoch = epoch, Seconds = 1, Metrics = metrics.ToDictionary(metric => metric.Name, metric => metric.Value) });
}

/// <inheritdoc />
public sealed class SqliteLedgerViewTests : LedgerViewTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-view-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override Task<LedgerAddress> Address() => Task.FromResult<LedgerAddress>(new SqliteAddress(Path.Combine(folder, "sweep.db")));
}

/// <inheritdoc />
public sealed class PostgresLedgerViewTests : LedgerViewTests
{
    protected override async Task<LedgerAddress> Address()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        return new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
    }
}
