using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Tests.Pictures;

/// <summary>A sweep in a ledger file, written the way a coordinator does; a second passes with each change.</summary>
internal sealed class RecordedSweep : IAsyncDisposable
{
    public const string Name = "cells";

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private readonly ILedger ledger;
    private long coordinator;

    public RecordedSweep() => ledger = SqliteLedger.Open(File, clock);

    public ILedgerView View => SqliteLedgerReader.Open(File);

    public DateTimeOffset Now => clock.GetUtcNow();

    private string File => Path.Combine(folder.Path, "sweep.db");

    /// <summary>A constraint that perplexities below 2 break.</summary>
    public static Goals AtLeastTwo => new([new("val_perplexity")], [OutcomeConstraint.Parse("loss <= -2")]);

    public static async Task<RecordedSweep> Of(IReadOnlyList<string> configs, string metric = "val_perplexity", bool maximize = false,
        double? floor = 1.5, int replicates = 1, Goals? goals = null)
    {
        var sweep = new RecordedSweep();
        await sweep.ledger.CreateSweep(
            new NewSweep
            {
                Name = Name,
                Yaml = "name: cells\n",
                BaseFolder = "/sweeps",
                Experiment = "language-model",
                Metric = metric,
                Maximize = maximize,
                Replicates = replicates,
                Goals = goals?.ToJson(),
            },
            [.. configs.Select((config, number) => new PlannedTrial
            {
                Number = number,
                Config = config,
                Replicate = number % replicates,
                Seed = number,
                Epochs = 3,
                Corpus = CorpusFacts.Of(null, floor),
            })]);
        sweep.coordinator = await sweep.ledger.Claim(Name, []);
        return sweep;
    }

    public async Task<SweepRow> Row() => (await View.FindSweep(Name))!;

    /// <summary>A trial that reports these and ends.</summary>
    public async Task Completed(int trial, params double[] values)
    {
        await Started(trial, 1);
        for (var epoch = 1; epoch <= values.Length; epoch++) await Reported(trial, epoch, values[epoch - 1]);
        await Ended(trial, 1, AttemptOutcome.Completed, TrialStatus.Completed);
    }

    /// <summary>A trial that reports one value and diverges.</summary>
    public async Task Diverged(int trial, double value)
    {
        await Started(trial, 1);
        await Reported(trial, 1, value);
        await Ended(trial, 1, AttemptOutcome.Diverged, TrialStatus.Diverged);
    }

    public Task Started(int trial, int attempt, string slot = "here/cpu/0") => Apply(new AttemptStarted(new(Name, trial, attempt), slot));

    public Task Reported(int trial, int epoch, double value, int attempt = 1) => Apply(new EpochReported(new(Name, trial, attempt),
        new TrialReport
        {
            Epoch = epoch,
            Seconds = 1,
            Metrics = new Dictionary<string, double> { ["val_perplexity"] = value, ["loss"] = -value },
        }));

    public Task Ended(int trial, int attempt, AttemptOutcome outcome, TrialStatus next) =>
        Apply(new AttemptFinished(new(Name, trial, attempt), new TrialEnded { Outcome = outcome }, next));

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        folder.Dispose();
    }

    private async Task Apply(LedgerChange change)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([true], await ledger.Apply(Name, coordinator, [change]));
    }
}
