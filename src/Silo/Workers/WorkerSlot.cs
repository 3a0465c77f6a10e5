using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Configuration;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Workers;

/// <summary>The shell around a <see cref="WorkerLife"/>: gives it a real process's lines, deaths and time, and does what it says.</summary>
internal sealed partial class WorkerSlot(
    SlotName slot, NodeOptions options, ICheckpointStore checkpoints, TimeProvider clock, ILogger log, NodeMetrics? metrics)
{
    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(5);

    /// <summary>A killed process that hangs in the kernel (a dead network disk, a device) dies when that answers; nobody waits.</summary>
    private static readonly TimeSpan DeathLimit = TimeSpan.FromSeconds(20);

    private readonly MonotonicClock time = new(clock);
    private readonly Lock gate = new();
    private readonly StderrTail stderr = new();
    private readonly WorkerLife life = new(new WorkerSettings
    {
        Folders = new SweepFolders(options.CheckpointFolder),
        Refusal = new OrderRules(options.Name, options.AllowCommands, options.DataFolder is not null, options.Catalog).Refusal,
        DataFolder = options.DataFolder,
        Node = options.IsInCluster ? options.Name : null,
        Device = WorkerEnvironment.Device(slot),
        Threads = options.Threads,
        ReadyLimit = options.ReadyLimit,
        HangLimit = options.HangLimit,
        StopLimit = options.StopLimit,
    });

    private readonly SlotMeter? meter = metrics is null ? null : new SlotMeter(slot, metrics);
    private readonly Dictionary<int, WorkerProcess> processes = [];
    private readonly List<(TrialRef Trial, TrialEvent Event)> emitted = [];
    private Task lastDeath = Task.CompletedTask;
    private bool closing;
    private bool ranOutOfMemory;
    private bool runsProgram;
    private SlotNeed need = new();
    private DateTimeOffset? lastTick;

    public EventBuffer Events { get; } = new();

    public string Device => slot.Device;

    public double TokensPerSecond => meter?.TokensPerSecond ?? 0;

    public TrialRef? Current
    {
        get { lock (gate) return uploading ?? life.Current; }
    }

    /// <summary>Units of the device that its trial takes, or its last one took.</summary>
    public double Share
    {
        get { lock (gate) return need.Share; }
    }

    /// <summary>What its worker takes of the device, or still keeps of its last trial.</summary>
    public WorkerHold Hold
    {
        get { lock (gate) return new WorkerHold(slot.Index, life.IsWarm, life.IsWarm || Current is not null ? need : null); }
    }

    /// <summary>The attempt that has the slot with what it takes; null when there is none.</summary>
    public BusySlot? Busy(SlotName name)
    {
        lock (gate) return Current is { } trial ? new BusySlot(name, trial, need.Share, need.MemoryBytes) : null;
    }

    /// <summary>True once after a trial that ran out of memory.</summary>
    public bool TakeOutOfMemory()
    {
        lock (gate) return ranOutOfMemory && !(ranOutOfMemory = false);
    }

    /// <summary>Starts a worker that waits for the first trial.</summary>
    public void Prepare() => Do(effects =>
    {
        if (!closing) life.Prepare(time.Now, effects);
    });

    /// <param name="room">Completes when what has to leave the device before is gone; nothing is said to the worker until then.</param>
    public bool Run(TrialOrder order, Task room) => Do(effects =>
    {
        if (closing) return false;
        // An attempt whose checkpoint is being uploaded still has the slot; its end is on the way.
        if (uploading is not null) return order.Trial == uploading;
        var isFree = life.Current is null;
        if (isFree) stderr.Clear();
        var isMine = life.Run(order, time.Now, effects);
        if (isFree && life.Current is not null)
        {
            need = NeedOf(order);
            runsProgram = order.Command.Count > 0;
            KeepOutput(order.Trial);
            meter?.Begin();
            Download(order, room);
        }

        return isMine;
    });

    public void Stop(TrialRef trial, AttemptOutcome outcome, string? reason) => Do(effects =>
    {
        if (trial == life.Current && !downloading.IsCompleted) AbandonUnstarted();
        life.Stop(trial, outcome, reason, time.Now, effects);
    });

    /// <summary>Ends an idle worker.</summary>
    /// <returns>Completes when it is dead, and its memory free.</returns>
    public Task Dismiss()
    {
        Do(life.Dismiss);
        lock (gate) return lastDeath;
    }

    public void Tick() => Do(effects =>
    {
        var now = time.Now;
        var gap = now - (lastTick ?? now);
        lastTick = now;
        // Whoever did not tick was asleep (Ctrl-Z, a frozen machine), and what the worker wrote meanwhile is yet to be read.
        // Nor does the worker have anything to say while it waits for a checkpoint.
        if (gap > Asleep || !downloading.IsCompleted)
        {
            life.Postpone(gap);
            return;
        }

        if (Events.IsFull && !life.IsStopping) life.ExcuseSilence(gap);
        life.Tick(stderr.ToString(), now, effects);
    });

    /// <summary>Ends the running trial and takes no more; to be followed by <see cref="Close"/>.</summary>
    public void BeginClose(AttemptOutcome outcome)
    {
        lock (gate)
        {
            closing = true;
            if (life.Current is { } trial) Stop(trial, outcome, "the node was stopped");
        }
    }

    /// <summary>Waits for the running trial's end, then for the process's; both are enforced.</summary>
    public async Task Close()
    {
        // Stop and hang limits bound this wait: Tick enforces them.
        for (var after = 0L; Current is not null;)
        {
            var (events, arrival) = Events.After(after);
            if (events.Count > 0) after = events[^1].Sequence;
            else await arrival.ConfigureAwait(false);
        }

        Task death;
        lock (gate)
        {
            death = lastDeath;
            foreach (var process in processes.Values)
            {
                // What has not said ready has nothing to lose, and would read the end of its input only then.
                if (life.IsLaunching) process.Kill();
                else process.CloseInput();
            }
        }

        await Task.WhenAny(death, Task.Delay(options.StopLimit, clock)).ConfigureAwait(false);
        lock (gate)
        {
            foreach (var process in processes.Values) process.Kill();
        }

        await Task.WhenAny(death, Task.Delay(DeathLimit, clock)).ConfigureAwait(false);
        if (!death.IsCompleted) LogUndead(slot);
    }

    /// <summary>What a trial takes of a device, as its order says.</summary>
    public static SlotNeed NeedOf(TrialOrder order) => new() { Share = order.Share > 0 ? order.Share : 1, MemoryBytes = order.MemoryBytes };

    private void Do(Action<List<WorkerEffect>> call) => Do(effects =>
    {
        call(effects);
        return true;
    });

    private bool Do(Func<List<WorkerEffect>, bool> call)
    {
        lock (gate)
        {
            var effects = new List<WorkerEffect>();
            var answer = call(effects);
            foreach (var effect in effects) Perform(effect);
            if (emitted.Count > 0) Events.Add(emitted);
            emitted.Clear();
            return answer;
        }
    }

    private void Perform(WorkerEffect effect)
    {
        switch (effect)
        {
            case LaunchWorker launch:
                lastDeath = Live(launch.Process, lastDeath);
                break;
            case SendToWorker send when !downloading.IsCompleted:
                held.Add(send);
                break;
            case SendToWorker send when processes.TryGetValue(send.Process, out var process):
                process.RunsProgram = runsProgram;
                process.Kept = kept;
                process.Send(send.Line);
                break;
            case KillWorker kill when processes.TryGetValue(kill.Process, out var process):
                LogKill(slot, process.Id);
                process.Kill();
                break;
            case EmitEvent emit:
                meter?.Heard(emit.Event);
                ranOutOfMemory |= emit.Event is TrialEnded { Outcome: AttemptOutcome.OutOfMemory };
                if (emit.Event is TrialEnded ended) UploadAtEnd(emit.Trial, ended);
                else Tell(emit);
                break;
        }
    }

    /// <summary>One process from start to death. Waits for the death of the one before it, which may still hold the GPU's memory.</summary>
    private async Task Live(int number, Task previous)
    {
        await previous.ConfigureAwait(false);
        await Task.Yield();
        if (Launch(number) is not { } process) return;
        LogStart(slot, process.Id);
        var exit = await process.Exit.ConfigureAwait(false);
        LogExit(slot, process.Id, exit.Code);
        if (exit.Leftovers.Count > 0) LogLeftovers(slot, process.Id, string.Join(", ", exit.Leftovers));
        try
        {
            Do(effects =>
            {
                processes.Remove(number);
                life.Exited(number, exit, stderr.ToString(), time.Now, effects);
            });
        }
        catch (Exception e)
        {
            // Every later process of the slot waits for this task: it must end well whatever happened.
            LogFault(e, slot);
        }
        process.Dispose();
    }

    private WorkerProcess? Launch(int number)
    {
        try
        {
            lock (gate)
            {
                // Nobody will close the input of a process that starts after the closing.
                if (closing || !life.Expects(number)) return null;
                var environment = WorkerEnvironment.For(slot, options, Environment.GetEnvironmentVariable);
                return processes[number] = WorkerProcess.Start(
                    options.WorkerCommand, environment, lines => Heard(number, lines), lines => Complained(number, lines));
            }
        }
        catch (Exception e)
        {
            var reason = $"cannot start a worker with '{string.Join(' ', options.WorkerCommand)}': {e.Message}";
            Do(effects => life.CannotStart(number, reason, effects));
            return null;
        }
    }
}
