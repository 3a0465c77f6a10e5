using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>The view <c>leaderboard</c> and <see cref="Ranking"/> say the same of the same trials;
/// but the view's <c>below_floor</c> allows nothing for chance.</summary>
public abstract class LeaderboardViewTests : IAsyncLifetime
{
    private static readonly Gen<double> Metric =
        Gen.OneOf(Gen.Int[1, 5].Select(value => (double)value), Gen.Double[1, 6], Gen.Double[3, 3.1]);

    private static readonly Gen<(TrialStatus Status, double Metric)> Ending =
        Gen.Select(
            Gen.Frequency((12, Gen.Const(TrialStatus.Completed)), (3, Gen.Const(TrialStatus.Stopped)), (1, Gen.Const(TrialStatus.Diverged)),
                (1, Gen.Const(TrialStatus.Failed)), (1, Gen.Const(TrialStatus.Running)), (1, Gen.Const(TrialStatus.Cancelled))),
            Metric);

    private ILedger ledger = null!;
    private ILedgerView view = null!;
    private int sweeps;

    public async ValueTask InitializeAsync()
    {
        var address = await Address();
        ledger = LedgerStore.Open(address, new FakeTimeProvider());
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
    public Task View_and_ranking_agree_on_random_sweeps() =>
        Gen.Select(Gen.Bool, Ending.Array[1, 6].Array[1, 12]).SampleAsync(async (maximize, configs) =>
        {
            var sweep = $"sweep-{Interlocked.Increment(ref sweeps)}";
            await Record(sweep, maximize, configs);

            await Agrees(sweep, maximize);
        }, iter: 100, threads: 1);

    [Fact]
    public async Task View_and_ranking_agree_where_reach_ends()
    {
        var random = new Random(1);
        // Few different means, so that reach ends among equal ones, and spreads from none to wide.
        var configs = Enumerable.Range(0, Ranking.Reach + 60)
            .Select(_ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => (TrialStatus.Completed, (double)random.Next(1, 30))).ToArray());
        await Record("wide", maximize: false, [.. configs]);
        await Record("other", maximize: true, [[(TrialStatus.Completed, 2.0)], [(TrialStatus.Diverged, 3.0)]]);

        await Agrees("wide", maximize: false);
        await Agrees("other", maximize: true);
    }

    [Fact]
    public async Task View_and_ranking_agree_on_numbers_whose_squares_no_double_holds()
    {
        double[][] configs =
        [
            [1e308, 9e307], [-1e308, -1e308], [-1e308, 1e308], [1e155, 2e155], [1.5e155, 1.6e155], [1e200, 3e200], [1e200],
                [1.1e200, 1.1e200], [1e150, -1e150], [1e70, -1e70], [3e70, 3.1e70],
            [5e-324, 1e-323], [0, 1e-323], [1e-161, 3e-161], [2e-161, 5e-161], [1e-155, 2e-155], [0, 0], [1, 2], [1.5, 1.5],
                [1, 1.0000000000000002], [-1e-170, 1e-170],
        ];
        var endings = Array.ConvertAll(configs, config => Array.ConvertAll(config, metric => (TrialStatus.Completed, metric)));
        await Record("least", maximize: false, endings);
        await Record("most", maximize: true, endings);

        await Agrees("least", maximize: false);
        await Agrees("most", maximize: true);
    }

    private async Task Agrees(string sweep, bool maximize)
    {
        var expected = Ranking.Rank(await view.ReadResults(sweep), "val_perplexity", maximize);

        using var board = view.Query($"SELECT rank, config, replicates, mean, std, best, trials, diverged, failed, floor, excess, " +
            $"below_floor FROM leaderboard WHERE sweep = '{sweep}'");
        Assert.Equal(expected.Select(AsRow), board.Rows);
    }

    private static object?[] AsRow(RankedConfig config) =>
    [
        (long)config.Rank, config.Config.Json, (long)config.Replicates, config.Mean, config.Std, config.Best,
        $"[{string.Join(',', config.Trials)}]",
        (long)config.Diverged, (long)config.Failed, config.Floor, config.Excess, config.Best is null ? null
            : config.Best < config.Floor ? 1L : 0L,
    ];

    private async Task Record(string sweep, bool maximize, (TrialStatus Status, double Metric)[][] configs)
    {
        List<PlannedTrial> trials = [];
        List<LedgerChange> changes = [];
        foreach (var (endings, config) in configs.Select((endings, config) => (endings, config)))
        {
            foreach (var (ending, replicate) in endings.Select((ending, replicate) => (ending, replicate)))
            {
                var number = trials.Count;
                trials.Add(Given.Trial(number, $$"""{"lr":{{config}}}""", replicate, floor: 2.5));
                if (ending.Status == TrialStatus.Cancelled) continue;
                changes.AddRange([Given.Started(number, sweep: sweep), Given.Reported(number, 1, ending.Metric, sweep: sweep)]);
                if (ending.Status.IsFinal())
                    changes.Add(new AttemptFinished(
                    new TrialRef(sweep, number, 1), new TrialEnded { Outcome = AttemptOutcome.Completed }, ending.Status));
            }
        }

        await ledger.CreateSweep(Given.Sweep(sweep, maximize), trials);
        var me = await ledger.Claim(sweep, []);
        await ledger.Apply(sweep, me, changes);
    }
}

/// <inheritdoc />
public sealed class SqliteLeaderboardViewTests : LeaderboardViewTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-board-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override Task<LedgerAddress> Address() => Task.FromResult<LedgerAddress>(new SqliteAddress(Path.Combine(folder, "sweep.db")));
}

/// <inheritdoc />
public sealed class PostgresLeaderboardViewTests : LeaderboardViewTests
{
    protected override async Task<LedgerAddress> Address()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        return new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase());
    }
}
