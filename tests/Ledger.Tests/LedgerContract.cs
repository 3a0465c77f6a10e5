using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

/// <summary>What every store of sweeps must do. A new store inherits these and says only how it is opened.</summary>
public abstract partial class LedgerContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    protected FakeTimeProvider Clock { get; } = new(Start);

    protected ILedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Ledger = await Open();

    public async ValueTask DisposeAsync()
    {
        if (Ledger is not null) await Ledger.DisposeAsync();
        await Remove();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test; again while it is open, as a second process would.</summary>
    protected abstract Task<ILedger> Open();

    /// <summary>Removes the store of this test.</summary>
    protected abstract Task Remove();

    /// <summary>A sweep named "cells" with so many planned trials of one configuration, and its first coordinator's token.</summary>
    protected async Task<long> Claimed(int trials = 1, bool maximize = false, MetricSummary summary = default)
    {
        await Ledger.CreateSweep(
            Given.Sweep(maximize: maximize, summary: summary),
            [.. Enumerable.Range(0, trials).Select(number => Given.Trial(number, replicate: number))]);
        return await Ledger.Claim("cells", []);
    }

    protected Task<IReadOnlyList<bool>> Apply(long coordinator, params LedgerChange[] changes) =>
        Ledger.Apply("cells", coordinator, changes);

    protected async Task<TrialRow> Trial(int number = 0) => (await Ledger.ListTrials("cells")).Single(trial => trial.Number == number);

    [Fact]
    public async Task A_new_sweep_is_there_with_its_planned_trials()
    {
        await Ledger.CreateSweep(Given.Sweep(), [Given.Trial(0, floor: 2.5), Given.Trial(1, replicate: 1)]);

        var sweep = await Ledger.FindSweep("cells");
        Assert.Equivalent(
            new SweepRow
            {
                Name = "cells",
                Yaml = "name: cells\nmethod: grid\n",
                BaseFolder = "/sweeps",
                Description = "Which cell?",
                Experiment = "language-model",
                Metric = "val_perplexity",
                Replicates = 2,
                Status = SweepStatus.Running,
                Coordinator = 0,
                CreatedAt = Start,
                Trials = 2,
            },
            sweep,
            strict: true);
        var trials = await Ledger.ListTrials("cells");
        Assert.Equivalent(
            new TrialRow
            {
                Sweep = "cells",
                Plan = new PlannedTrial
                {
                    Number = 0,
                    Replicate = 0,
                    Seed = 1000,
                    Epochs = 3,
                    CostKey = "gru-256",
                    Config = """{"cell":"gru"}""",
                    Corpus = CorpusFacts.Of("090b5e7e", 2.5)
                },
                Status = TrialStatus.Planned,
            },
            trials[0],
            strict: true);
        Assert.Equal([0, 1], trials.Select(trial => trial.Number));
        Assert.Equal(1001, trials[1].Plan.Seed);
    }

    [Fact]
    public async Task A_trial_lives_from_planned_to_completed()
    {
        var me = await Claimed();

        var started = await Apply(me, Given.Started(0));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var running = await Trial();
        var rest = await Apply(me, Given.Reported(0, 1, 12), Given.Reported(0, 2, 9), Given.Reported(0, 3, 10), Given.Finished(0));

        Assert.Equal([true], started);
        Assert.Equal([true, true, true, true], rest);
        Assert.Equal((TrialStatus.Running, 1, "node/cpu/0", Start), (running.Status, running.Attempts, running.Slot, running.StartedAt));
        var trial = await Trial();
        Assert.Equal((TrialStatus.Completed, 9.0, 2, 3), (trial.Status, trial.Metric, trial.BestEpoch, trial.EpochsDone));
        Assert.Equal((Start, Start.AddSeconds(1), null), (trial.StartedAt, trial.EndedAt, trial.Reason));
        var attempt = Assert.Single(await Ledger.ListAttempts("cells"));
        Assert.Equal((0, 1, AttemptOutcome.Completed, Start.AddSeconds(1)),
            (attempt.Trial, attempt.Attempt, attempt.Outcome, attempt.EndedAt));
    }

    [Fact]
    public async Task Metrics_come_back_to_the_last_bit()
    {
        var me = await Claimed();
        var metrics = new Dictionary<string, double>
        {
            ["train_perplexity"] = 1.0 / 3,
            ["val_perplexity"] = Math.BitDecrement(7),
            ["tokens_per_second"] = 1e5 / 7,
            ["grad norm \"l2\""] = Math.PI * 1e-300,
        };

        await Apply(me, Given.Started(0),
            new EpochReported(Given.Ref(0, 1), new TrialReport { Epoch = 1, Metrics = metrics, Seconds = 0.1 }));

        var epoch = Assert.Single(await Ledger.ListEpochs("cells"));
        Assert.Equal(metrics.OrderBy(pair => pair.Key), epoch.Metrics.OrderBy(pair => pair.Key));
        Assert.Equal((0, 1, 1, 0.1), (epoch.Trial, epoch.Epoch, epoch.Attempt, epoch.Seconds));
    }
}
