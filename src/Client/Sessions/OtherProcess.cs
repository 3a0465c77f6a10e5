using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Sessions;

/// <summary>A sweep that another process of this machine runs, or none: followed by what its ledger says, ended by a signal.</summary>
internal sealed class OtherProcess(CliContext context, string ledgerPath, string sweep)
{
    private const string CancelReason = "cancelled by the user";

    /// <summary>A large ledger takes long to read: no more than this part of the time goes into it.</summary>
    private const int PausePerLook = 9;

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than trials may take to save a checkpoint.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    /// <summary>For people: <c>in process 17 on host here</c>.</summary>
    public string Where => $"in {RunningSweeps.Owner(ledgerPath, sweep) ?? "another process"}";

    /// <summary>Least time until the next look.</summary>
    public TimeSpan Pause { get; private set; } = LeastPause;

    /// <summary>A snapshot of the ledger; over when nobody runs the sweep.</summary>
    public async Task<SweepProgress> Look()
    {
        var began = context.Time.GetTimestamp();
        // Asked first: what is written before the process lets go of the sweep is seen by the look that follows.
        var isOver = !RunningSweeps.Contains(ledgerPath, sweep);
        var trials = await SqliteLedgerReader.Open(ledgerPath).ListTrials(sweep);
        Pause = TimeSpan.FromTicks(Math.Max(LeastPause.Ticks, context.Time.GetElapsedTime(began).Ticks * PausePerLook));
        return new SweepProgress
        {
            Counts = trials.CountBy(t => t.Status).ToDictionary(),
            Running = isOver ? [] : [.. trials.Where(t => t.Status == TrialStatus.Running).Select(Running)],
            EpochsDone = trials.Sum(t => (long)t.EpochsDone),
            Epochs = trials.Sum(t => (long)t.Plan.Epochs),
            IsOver = isOver,
        };
    }

    /// <summary>Asks the process to wind down; returns when nobody runs the sweep.</summary>
    /// <exception cref="UserException">Failed: it still runs.</exception>
    public async Task End()
    {
        RunningSweeps.AskToEnd(ledgerPath, sweep);
        for (var began = context.Time.GetTimestamp(); RunningSweeps.Contains(ledgerPath, sweep);)
        {
            if (context.Time.GetElapsedTime(began) > EndLimit) throw UserException.Failed(
                $"sweep '{sweep}' still runs, {Where}", "  it was asked to end if it runs on this machine: pause it there, or ask again");
            await Task.Delay(EndPause, context.Time, context.Interrupted);
        }
    }

    /// <summary>Cancels what has not ended.</summary>
    /// <remarks>This process becomes the coordinator, which the ledger grants to the last who asks; the one that runs the sweep finds its
    /// token outdated with its next write and stops its workers. It is also asked to end, because with long epochs the next write may be
    /// far away.</remarks>
    public async Task Cancel()
    {
        await using var ledger = SqliteLedger.Open(ledgerPath, context.Time);
        var coordinator = await ledger.Claim(sweep, []);
        var left = (await ledger.ListTrials(sweep)).Where(t => !t.Status.IsFinal()).Select(t => new TrialRef(sweep, t.Number, t.Attempts));
        await ledger.Apply(sweep, coordinator, [.. left.Select(trial => new PlannedTrialCancelled(trial, CancelReason))]);
        await ledger.SetStatus(sweep, coordinator, SweepStatus.Cancelled);
        RunningSweeps.AskToEnd(ledgerPath, sweep);
    }

    private static RunningTrial Running(TrialRow row) => new()
    {
        Trial = new TrialRef(row.Sweep, row.Number, row.Attempts),
        Config = row.Plan.Config,
        Slot = row.Slot ?? "",
        EpochsDone = row.EpochsDone,
        Epochs = row.Plan.Epochs,
        Metric = row.Metric,
    };
}
