using Orleans.Concurrency;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Silo.Contracts;
using Sweep.Silo.Sweeps;

namespace Sweep.Silo.Grains;

/// <summary>Thin shell around a <see cref="SweepCoordinator"/>; holds nothing that the ledger does not hold.</summary>
[KeepAlive, Reentrant]
public sealed class SweepGrain(ILedger ledger, CoordinatorParts parts) : Grain, ISweepGrain, IDisposable
{
    private static readonly TimeSpan WatchLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(25);

    /// <summary>A coordinator that gave up is not followed by the next one at once:
    /// whatever stopped it (a lost ledger, a rival in a partition) needs time to pass.</summary>
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(15);

    /// <summary>A sweep that is over is remembered so long for whoever watches it to the end;
    /// then the ledger alone has it, and its trials take no memory here.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim starting = new(1);
    private SweepCoordinator? coordinator;
    private long? gaveUp;

    private string Name => this.GetPrimaryKeyString();

    public async Task Start(SweepOrder order, CancellationToken cancel = default)
    {
        await starting.WaitAsync(cancel);
        try
        {
            if (coordinator is { IsOver: false } active)
            {
                if (active.Order.Yaml != order.Yaml) throw Other(active.Order.Yaml, order.Yaml);
                if (!active.IsInterrupting && !order.Retried.Except(active.Order.Retried).Any()) return;
                if (!active.IsInterrupting) throw new SweepRefusedException(
                    $"'{Name}' is running: pause it, or wait for its end, before its trials are tried again", isInputError: true);
                await Paused(active, cancel);
            }

            coordinator?.Dispose();
            coordinator = await SweepCoordinator.Begin(order, parts, cancel);
            gaveUp = null;
            _ = Follow(coordinator);
        }
        finally
        {
            starting.Release();
        }
    }

    public async Task<SweepProgress> Watch(long newerThan, CancellationToken cancel = default)
    {
        if (coordinator is null) await GoOn(cancel);
        return coordinator is { } active ? await active.Watch(newerThan, WatchLimit, cancel) : await FromLedger();
    }

    public async Task Wake(CancellationToken cancel = default)
    {
        if (starting.CurrentCount == 0 || coordinator is { IsOver: false }) return;
        if (coordinator is { Failure: not null } && parts.Clock.GetElapsedTime(gaveUp ??= parts.Clock.GetTimestamp()) < RestartPause)
            return;
        await GoOn(cancel);
    }

    public async Task Interrupt(CancellationToken cancel = default)
    {
        // In a cluster the trials of a coordinator that gave up run on: somebody has to tell them.
        if (coordinator is null || (coordinator.IsOver && !parts.LocksSweeps)) await GoOn(cancel);
        if (coordinator is not { IsOver: false } active) return;
        await active.Interrupt();
        await Task.WhenAny(active.Completion, Task.Delay(EndLimit, parts.Clock, cancel));
    }

    public async Task Cancel(CancellationToken cancel = default)
    {
        if (coordinator is not { IsOver: false } && await Find() is { Status: SweepStatus.Running or SweepStatus.Interrupted } row)
            await Start(new SweepOrder(row.Name, row.Yaml, row.BaseFolder), cancel);
        if (coordinator is not { IsOver: false } active) return;
        await active.Cancel();
        await Task.WhenAny(active.Completion, Task.Delay(EndLimit, parts.Clock, cancel));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (coordinator is { } active) await active.Abandon();
    }

    public void Dispose()
    {
        coordinator?.Dispose();
        starting.Dispose();
    }

    private SweepRefusedException Other(string running, string wanted) => new(
        SweepFileDifference.Between(running, wanted) is { ChangesTrials: true, MayAddTrials: false }
            ? $"another sweep named '{Name}' is running here; give this one another name"
            : $"'{Name}' is running with what its file said before; pause it, then run the file again", isInputError: true);

    /// <summary>The ledger says that the sweep runs, and nobody coordinates it: the one who did was lost or gave up, so go on.</summary>
    private async Task GoOn(CancellationToken cancel)
    {
        if (await Find() is { Status: SweepStatus.Running } row) await Start(new SweepOrder(row.Name, row.Yaml, row.BaseFolder), cancel);
    }

    /// <summary>Notes when a coordinator gave up; lets go of a sweep some time after its end. One that failed, or paused by itself, stays:
    /// only here is it known why, and somebody will go on with it.</summary>
    private async Task Follow(SweepCoordinator mine)
    {
        await mine.Completion;
        if (mine.Failure is not null)
        {
            if (coordinator == mine) gaveUp ??= parts.Clock.GetTimestamp();
            return;
        }

        await Task.Delay(Remembered, parts.Clock);
        // Whoever starts it again meanwhile has another coordinator.
        if (coordinator == mine && starting.CurrentCount > 0) DeactivateOnIdle();
    }

    /// <summary>Whoever wants to go on while the sweep pauses goes on after it: the leaving coordinator would lose the wish.</summary>
    private async Task Paused(SweepCoordinator leaving, CancellationToken cancel)
    {
        await Task.WhenAny(leaving.Completion, Task.Delay(EndLimit, parts.Clock, cancel));
        if (!leaving.IsOver)
            throw new SweepRefusedException($"'{Name}' is still pausing: its running trials have been saving a checkpoint for " +
            $"{EndLimit.TotalSeconds:0} s; resume it again when 'ls' shows it as interrupted");
    }

    private async Task<SweepRow?> Find()
    {
        try
        {
            return await ledger.FindSweep(Name);
        }
        catch (LedgerException e)
        {
            throw new SweepRefusedException(e.Message, e.IsInputError);
        }
    }

    private async Task<SweepProgress> FromLedger()
    {
        if (await Find() is not { } row) throw new SweepRefusedException($"there is no sweep '{Name}' in the ledger", isInputError: true);
        var trials = await ledger.ListTrials(Name);
        return new SweepProgress
        {
            Counts = Enum.GetValues<TrialStatus>().ToDictionary(s => s, s => trials.Count(t => t.Status == s)),
            EpochsDone = trials.Sum(t => (long)t.EpochsDone),
            Epochs = trials.Sum(t => (long)t.Plan.Epochs),
            IsOver = row.Status != SweepStatus.Running,
        };
    }
}
