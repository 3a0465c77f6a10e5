using Sweep.Client.Hosting;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Contracts;

namespace Sweep.Client.Tests.Given;

/// <summary>A coordinator without workers: each look ends one trial, with a metric the test chooses.</summary>
internal sealed class ScriptedSweep(string ledgerPath, Func<int, double?> metricOf) : ISweepHost, ISweepGrain
{
    private ILedger? ledger;
    private string name = "";
    private long coordinator;
    private bool isInterrupted;
    private int looks;

    /// <summary>Called before each look with its number, from 0.</summary>
    public Action<int> OnLook { get; init; } = _ => { };

    /// <summary>What the next snapshots say about the past.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The coordinator gives up at the first look.</summary>
    public string? Failure { get; init; }

    public ISweepGrain Sweep(string name) => this;

    public async Task Start(SweepOrder order, CancellationToken cancel = default)
    {
        name = order.Name;
        ledger = SqliteLedger.Open(ledgerPath, new StillClock());
        if (order.Sweep is { } sweep) await ledger.CreateSweep(sweep, order.Trials);
        coordinator = await ledger.Claim(name, []);
        var retried = (await ledger.ListTrials(name)).Where(trial => order.Retried.Contains(trial.Number));
        await ledger.Apply(
            name, coordinator, [.. retried.Select(trial => new TrialRetried(new TrialRef(name, trial.Number, trial.Attempts)))]);
    }

    public async Task<SweepProgress> Watch(long newerThan, CancellationToken cancel = default)
    {
        OnLook(looks++);
        // Taken before anything is awaited: an interrupt that this very look provokes counts from the next one on.
        var stops = isInterrupted || Failure is not null;
        var next = (await ledger!.ListTrials(name)).FirstOrDefault(t => !t.Status.IsFinal());
        if (stops) await ledger.SetStatus(name, coordinator, SweepStatus.Interrupted);
        else if (next is null) await ledger.SetStatus(name, coordinator, SweepStatus.Finished);
        else await Finish(next);
        return await Snapshot(stops || next is null);
    }

    public Task Wake(CancellationToken cancel = default) => Task.CompletedTask;

    public Task Interrupt(CancellationToken cancel = default)
    {
        isInterrupted = true;
        return Task.CompletedTask;
    }

    public Task Cancel(CancellationToken cancel = default) => throw new NotSupportedException("no verb cancels through the coordinator");

    public ValueTask DisposeAsync() => ledger?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<IReadOnlyList<bool>> Finish(TrialRow trial)
    {
        var reference = new TrialRef(name, trial.Number, trial.Attempts + 1);
        var started = new AttemptStarted(reference, "here/cpu/0");
        if (metricOf(trial.Number) is not { } metric)
        {
            var crash = new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = "the worker ended with signal 11" };
            return ledger!.Apply(name, coordinator, [started, new AttemptFinished(reference, crash, TrialStatus.Failed)]);
        }
        var report = new TrialReport { Epoch = 1, Seconds = 1, Metrics = new Dictionary<string, double> { ["loss"] = metric } };
        var ended = new TrialEnded { Outcome = AttemptOutcome.Completed };
        return ledger!.Apply(name, coordinator,
            [started, new EpochReported(reference, report), new AttemptFinished(reference, ended, TrialStatus.Completed)]);
    }

    private async Task<SweepProgress> Snapshot(bool isOver)
    {
        var trials = await ledger!.ListTrials(name);
        return new SweepProgress
        {
            Version = looks,
            Counts = trials.CountBy(t => t.Status).ToDictionary(),
            EpochsDone = trials.Sum(t => t.EpochsDone),
            Epochs = trials.Sum(t => t.Plan.Epochs),
            IsOver = isOver,
            Notices = Notices,
            Failure = Failure,
        };
    }
}
