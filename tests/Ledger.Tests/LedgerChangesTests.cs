using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>What somebody reads who looks on while a sweep runs.</summary>
public abstract class LedgerChangesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private ILedger ledger = null!;
    private ILedgerView view = null!;
    private long me;

    public async ValueTask InitializeAsync()
    {
        var address = await Address();
        ledger = LedgerStore.Open(address, clock);
        await ledger.CreateSweep(Given.Sweep(), [.. Enumerable.Range(0, 3).Select(number => Given.Trial(number))]);
        me = await ledger.Claim("cells", []);
        await Apply([
            Given.Started(0), .. Reports(0, 1, [9, 8, 7, 6, 5, 4, 3]), Given.Finished(0), Given.Started(1), Given.Reported(1, 1, 2),
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
    public void Curves_are_thinned_to_every_so_many_epochs_with_the_first_and_the_last()
    {
        Assert.Equal(["0.1=9", "0.3=7", "0.6=4", "0.7=3", "1.1=2"], Curves(new CurveQuery("val_perplexity") { Step = 3 }));
        Assert.Equal(["1.1=2"], Curves(new CurveQuery("val_perplexity") { Trials = [1, 2] }));
        Assert.Empty(Curves(new CurveQuery("val_perplexity") { Trials = [] }));
        Assert.Empty(Curves(new CurveQuery("nothing")));
    }

    [Theory]
    [InlineData("grad_norm")]
    [InlineData("$.a")]
    [InlineData("a\"b'c")]
    [InlineData("0")]
    [InlineData("a.b")]
    public async Task Curves_of_a_metric_without_a_column_are_found_by_any_name(string name)
    {
        await Apply(new EpochReported(Given.Ref(1, 1), new TrialReport
        {
            Epoch = 2,
            Metrics = new Dictionary<string, double> { ["val_perplexity"] = 2, [name] = 0.5 },
        }));

        Assert.Equal(["1.2=0.5"], Curves(new CurveQuery(name)));
        Assert.Equal(["val_perplexity", name], await view.ListMetricNames("cells"));
    }

    [Fact]
    public async Task The_first_look_tells_how_far_every_trial_is_and_no_more()
    {
        var first = (await view.ReadChanges("cells", null))!;

        Assert.Equal(
            [new(0, TrialStatus.Completed, 1, 7, 0), new(1, TrialStatus.Running, 1, 1, 0), new(2, TrialStatus.Planned, 0, 0, 0)],
            first.States);
        Assert.Empty(first.Trials);
        Assert.Empty(first.Points);
        Assert.Null(await view.ReadChanges("nothing", null));
    }

    [Fact]
    public async Task A_later_look_tells_what_moved_and_its_new_points()
    {
        var seen = await Seen();
        await Apply([.. Reports(1, 2, [1.5, 1.25]), Given.Started(2)]);

        var changes = (await view.ReadChanges("cells", seen))!;

        Assert.Equal([1, 2], changes.States.Select(state => state.Number));
        Assert.Equal(await ledger.ListTrials("cells"), changes.Trials.Prepend((await view.FindTrial("cells", 0))!));
        Assert.Equal([new(1, 2, 1.5), new CurvePoint(1, 3, 1.25)], changes.Points);
        Assert.Empty(changes.Reset);
        Assert.Equal(clock.GetUtcNow(), changes.ReportedAt);
        Assert.Empty((await view.ReadChanges("cells", await Seen()))!.States);
    }

    [Fact]
    public async Task Epochs_that_a_newer_attempt_replaces_are_told_anew()
    {
        await Apply([.. Reports(1, 2, [4, 3]), Given.Finished(1, TrialStatus.Planned, outcome: AttemptOutcome.Crashed)]);
        var crashed = await Seen();
        await Apply(Given.Started(1, attempt: 2), Given.Reported(1, 1, 20, attempt: 2));

        var first = (await view.ReadChanges("cells", crashed))!;
        var begun = await Seen();
        await Apply(Given.Reported(1, 2, 40, attempt: 2));
        var second = (await view.ReadChanges("cells", begun))!;

        Assert.Equal([1], first.Reset);
        Assert.Equal([20, 4, 3], first.Points.Select(point => point.Value));
        Assert.Equal([1], second.Reset);
        Assert.Equal([20, 40, 3], second.Points.Select(point => point.Value));
    }

    [Fact]
    public async Task Epochs_are_told_anew_when_the_newer_attempt_has_ended_meanwhile()
    {
        await Apply([.. Reports(1, 2, [4, 3]), Given.Finished(1, TrialStatus.Planned, outcome: AttemptOutcome.Crashed)]);
        await Apply(Given.Started(1, attempt: 2));
        var begun = await Seen();
        await Apply(Given.Reported(1, 2, 40, attempt: 2), Given.Reported(1, 3, 30, attempt: 2), Given.Finished(1, attempt: 2));

        var changes = (await view.ReadChanges("cells", begun))!;

        Assert.Equal(new(1, TrialStatus.Running, 2, 3, 0), begun[1]);
        Assert.Equal(new(1, TrialStatus.Completed, 2, 3, 0), Assert.Single(changes.States));
        Assert.Equal([1], changes.Reset);
        Assert.Equal([2, 40, 30], changes.Points.Select(point => point.Value));
    }

    [Fact]
    public async Task Epochs_that_an_end_takes_away_are_told()
    {
        await Apply(Reports(1, 2, [4, 3]));
        var seen = await Seen();
        await Apply(Given.Finished(1, TrialStatus.Stopped, outcome: AttemptOutcome.Stopped) with { LastEpoch = 2 });

        var changes = (await view.ReadChanges("cells", seen))!;

        Assert.Equal([1], changes.Reset);
        Assert.Equal([2, 4], changes.Points.Select(point => point.Value));
    }

    [Fact]
    public async Task A_watch_hears_of_writes()
    {
        using var watch = view.Watch();

        Assert.True(watch.HasChanged());
        Assert.Equal(!CanTell, watch.HasChanged());
        await Apply(Given.Reported(1, 2, 3));
        Assert.True(watch.HasChanged());
    }

    /// <summary>Whether the database tells that nothing was written.</summary>
    protected abstract bool CanTell { get; }

    private static IEnumerable<LedgerChange> Reports(int trial, int from, double[] values) =>
        values.Select((value, place) => Given.Reported(trial, from + place, value));

    private async Task<IReadOnlyDictionary<int, TrialState>> Seen() =>
        (await view.ReadChanges("cells", null))!.States.ToDictionary(state => state.Number);

    private async Task Apply(params IEnumerable<LedgerChange> changes) =>
        Assert.All(await ledger.Apply("cells", me, [.. changes]), Assert.True);

    private List<string> Curves(CurveQuery query)
    {
        using var curves = view.ReadCurves("cells", query);
        return [.. curves.Rows.Select(point => $"{point.Trial}.{point.Epoch}={point.Value}")];
    }
}

/// <inheritdoc />
public sealed class SqliteLedgerChangesTests : LedgerChangesTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-changes-").FullName;

    protected override bool CanTell => true;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override Task<LedgerAddress> Address() => Task.FromResult<LedgerAddress>(new SqliteAddress(Path.Combine(folder, "sweep.db")));
}

/// <inheritdoc />
public sealed class PostgresLedgerChangesTests : LedgerChangesTests
{
    protected override bool CanTell => false;

    protected override async Task<LedgerAddress> Address()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        return new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
    }
}
