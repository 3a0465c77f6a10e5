using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Tests.Given;

/// <summary>Writes sweeps into a ledger the way a coordinator does.</summary>
internal sealed class LedgerScenario : IAsyncDisposable
{
    private readonly ILedger ledger;
    private readonly string sweep;
    private readonly long coordinator;

    private LedgerScenario(ILedger ledger, string sweep, long coordinator) =>
        (this.ledger, this.sweep, this.coordinator) = (ledger, sweep, coordinator);

    /// <summary>A sweep of cells with two seeds each, planned.</summary>
    public static async Task<LedgerScenario> Cells(string path, string name = "cells", double? floor = 1.5, params string[] cells)
    {
        var ledger = SqliteLedger.Open(path, new StillClock());
        var kinds = cells.Length > 0 ? cells : ["rnn", "gru", "lstm"];
        await ledger.CreateSweep(
            new NewSweep
            {
                Name = name,
                Yaml = $"name: {name}\n",
                BaseFolder = "/base",
                Description = "Which cell?",
                Experiment = "language-model",
                Metric = "val_perplexity",
                Replicates = 2
            },
            [.. kinds.SelectMany(c => new[] { 0, 1 }, (c, r) => (c, r)).Select((t, i) => new PlannedTrial
            {
                Number = i,
                Config = $$"""{"cell":"{{t.c}}","hidden":256}""",
                Replicate = t.r,
                Seed = 100 + t.r,
                Epochs = 2,
                CostKey = t.c,
                Corpus = CorpusFacts.Of(null, floor),
            })]);
        return new LedgerScenario(ledger, name, await ledger.Claim(name, []));
    }

    public Task Completed(int trial, double metric, double speed = 50_000) =>
        Ended(trial, TrialStatus.Completed, new TrialEnded { Outcome = AttemptOutcome.Completed }, metric, speed);

    public Task Diverged(int trial) => Ended(trial, TrialStatus.Diverged,
        new TrialEnded { Outcome = AttemptOutcome.Diverged, Reason = "the loss of epoch 2 is NaN" }, 20, 50_000);

    /// <summary>An attempt that crashed; the trial is planned again or failed.</summary>
    public async Task Crashed(int trial, int attempt, bool isLast)
    {
        var reference = new TrialRef(sweep, trial, attempt);
        await ledger.Apply(sweep, coordinator,
        [
            new AttemptStarted(reference, "here/cpu/0"),
            new AttemptFinished(
                reference, new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = "the worker ended with signal 11",
                    StderrTail = "Segmentation fault\n" },
                isLast ? TrialStatus.Failed : TrialStatus.Planned),
        ]);
    }

    /// <summary>A first attempt that runs and reported these.</summary>
    public Task Running(int trial, params IReadOnlyList<TrialReport> reports)
    {
        var reference = new TrialRef(sweep, trial, 1);
        return ledger.Apply(sweep, coordinator,
            [new AttemptStarted(reference, "here/cpu/0"), .. reports.Select(report => new EpochReported(reference, report))]);
    }

    public Task End(SweepStatus status) => ledger.SetStatus(sweep, coordinator, status);

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    private async Task Ended(int trial, TrialStatus status, TrialEnded ended, double metric, double speed)
    {
        var attempt = (await ledger.ListTrials(sweep)).Single(t => t.Number == trial).Attempts + 1;
        var reference = new TrialRef(sweep, trial, attempt);
        await ledger.Apply(sweep, coordinator,
        [
            new AttemptStarted(reference, "here/cpu/0"), Report(reference, 1, metric + 1, speed), Report(reference, 2, metric, speed),
            new AttemptFinished(reference, ended, status),
        ]);
    }

    private static EpochReported Report(TrialRef reference, int epoch, double metric, double speed) => new(reference, new TrialReport
    {
        Epoch = epoch,
        Seconds = 1.5,
        Metrics = new Dictionary<string, double>
        {
            ["train_perplexity"] = metric
            + 0.5,
            ["val_perplexity"] = metric,
            ["tokens_per_second"] = speed
        },
    });
}
