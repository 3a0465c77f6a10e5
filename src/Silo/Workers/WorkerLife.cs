using Sweep.Contracts;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Worker;

namespace Sweep.Silo.Workers;

/// <summary>The life of one slot's worker process: started when a trial comes, kept warm between trials, told to stop, killed when it
/// hangs, and what each of its deaths means. Pure: no process, clock or thread; everything comes in by a call and goes out as effects. Not
/// thread-safe.</summary>
/// <remarks>
/// <code>
/// no process --Run, Prepare--> launching --"ready"--> busy --"ended"--> idle --Run--> busy ...
/// idle --nothing to do for long, room wanted--> no process
/// any of them --exit, garbage, silence, kill--> no process
/// </code>
/// A process is known by a number; what a dead process still says is ignored.
/// </remarks>
public sealed class WorkerLife(WorkerSettings settings)
{
    /// <summary>A worker without a trial for this long ends: its memory is for others then.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(1);

    private TrialOrder? order;
    private TrialRef? lastEnded;
    private StopTrial? stopping;
    private EventRules rules = new();
    private DateTimeOffset deadline = DateTimeOffset.MaxValue;
    private DateTimeOffset timeout = DateTimeOffset.MaxValue;
    private int process;
    private Phase phase;
    private bool wasHeard;
    private bool isSecondTry;

    private enum Phase
    {
        NoProcess,
        Launching,
        Idle,
        Busy,
    }

    /// <summary>The attempt that has the slot; null when none.</summary>
    public TrialRef? Current => order?.Trial;

    /// <summary>Gives the slot to an attempt. The same attempt again is harmless, also when it ended meanwhile.</summary>
    /// <returns>False when another attempt has the slot.</returns>
    public bool Run(TrialOrder next, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (next.Trial == lastEnded || next.Trial == Current) return true;
        if (order is not null) return false;

        (order, stopping, isSecondTry) = (next, null, false);
        if (settings.Refusal(next) is { } refused)
        {
            End(refused, effects);
            return true;
        }

        if (phase == Phase.Idle) Begin(now, effects);
        else if (phase == Phase.NoProcess) Launch(now, effects);
        return true;
    }

    /// <summary>Starts a process before there is a trial, so that the first need not wait; nothing happens where there is one.</summary>
    public void Prepare(DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (phase == Phase.NoProcess) Launch(now, effects);
    }

    /// <summary>The start of the running attempt was held back and did not reach the worker: a stop ends it at once.</summary>
    public void Unsend()
    {
        if (phase == Phase.Busy) phase = Phase.Idle;
    }

    /// <summary>True when the running attempt was told to end.</summary>
    public bool IsStopping => stopping is not null;

    /// <summary>True while a process is on its way and has not said ready.</summary>
    public bool IsLaunching => phase == Phase.Launching;

    /// <summary>True while a process waits for its next trial.</summary>
    public bool IsWarm => phase == Phase.Idle && order is null;

    /// <summary>Ends a process that has no trial: what it keeps of its last one is wanted by others.</summary>
    public void Dismiss(ICollection<WorkerEffect> effects)
    {
        if (IsWarm) Kill(effects);
    }

    /// <summary>True while this process should be started: nobody changed their mind while the one before it was dying.</summary>
    public bool Expects(int launched) => launched == process && phase == Phase.Launching;

    /// <summary>The process could not even be started.</summary>
    public void CannotStart(int launched, string reason, ICollection<WorkerEffect> effects)
    {
        if (!Expects(launched)) return;
        (phase, deadline) = (Phase.NoProcess, DateTimeOffset.MaxValue);
        if (order is not null) End(new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = reason }, effects);
    }

    /// <summary>Ends the attempt; nothing happens when the slot has another one.</summary>
    public void Stop(TrialRef trial, AttemptOutcome outcome, string? reason, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (trial != Current || stopping?.Outcome == outcome) return;
        var isFirst = stopping is null;
        stopping = new StopTrial { Outcome = outcome, Reason = reason };
        if (phase is Phase.Launching or Phase.Idle)
        {
            if (phase == Phase.Idle) Rest(now);
            // It has not begun: the process stays and will be warm for the next trial.
            End(new TrialEnded { Outcome = outcome, Reason = reason }, effects);
            return;
        }

        effects.Add(new SendToWorker(process, WorkerProtocol.Write(stopping)));
        if (isFirst) deadline = now + settings.StopLimit;
    }

    /// <summary>A line of the worker's standard output.</summary>
    public void Line(int from, string line, string stderr, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (from != process || phase == Phase.NoProcess || string.IsNullOrWhiteSpace(line)) return;
        var said = WorkerProtocol.TryReadEvent(line);
        var problem = said is not null && phase == Phase.Busy ? Foreign(said) ?? rules.Problem(said) : null;
        switch (said)
        {
            case null:
            case { } when problem is not null:
                KillFor(AttemptOutcome.Crashed, WorkerProtocol.BadLine("the worker", line, problem), stderr, effects);
                break;
            case WorkerReady ready:
                Greet(ready, stderr, now, effects);
                break;
            case { } happened when phase == Phase.Busy:
                wasHeard = true;
                if (stopping is null) deadline = now + settings.HangLimit;
                if (happened is TrialEnded ended) Conclude(ended, stderr, now, effects);
                else effects.Add(new EmitEvent(order!.Trial, happened));
                break;
        }
    }

    private string? Foreign(TrialEvent said) =>
        said.Trial is null || said.Trial == order!.Trial.ToString() ? null : $"it is not about {order.Trial}, which the worker runs";

    /// <summary>The process is gone and everything it wrote was read.</summary>
    public void Exited(int from, WorkerExit exit, string stderr, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (from != process || phase == Phase.NoProcess) return;
        var wasLaunching = phase == Phase.Launching;
        phase = Phase.NoProcess;
        deadline = DateTimeOffset.MaxValue;
        if (order is null) return;
        if (exit.Code == 0 && !wasLaunching && !wasHeard && !isSecondTry && stopping is null)
        {
            // It was leaving (SIGTERM from outside) when the order came, and took no notice of it: the next process takes it.
            isSecondTry = true;
            Launch(now, effects);
            return;
        }
        var (outcome, reason) = exit.Explain(stderr, wasLaunching);
        End(new TrialEnded { Outcome = outcome, Reason = reason, StderrTail = stderr }, effects);
    }

    /// <summary>Time passed that nobody could have used: the limits run from there on.</summary>
    public void Postpone(TimeSpan gap)
    {
        ExcuseSilence(gap);
        if (timeout != DateTimeOffset.MaxValue) timeout += gap;
    }

    /// <summary>Time passed in which nobody could hear the worker: it counts for its timeout, and not for its silence.</summary>
    public void ExcuseSilence(TimeSpan gap)
    {
        if (deadline != DateTimeOffset.MaxValue) deadline += gap;
    }

    /// <summary>Time passes: whoever is silent for too long is killed.</summary>
    public void Tick(string stderr, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (phase == Phase.Busy && stopping is null && now >= timeout)
            Stop(order!.Trial, AttemptOutcome.Stopped, $"its timeout of {Durations.Words(order.Timeout!.Value)} is over", now, effects);
        if (now < deadline) return;
        if (phase == Phase.Launching)
            KillFor(AttemptOutcome.Crashed, $"the worker did not say ready within {settings.ReadyLimit.TotalSeconds:0.#} s",
                stderr, effects);
        else if (stopping is not null)
            KillFor(stopping.Outcome, $"{stopping.Reason} (killed: it did not end within {settings.StopLimit.TotalSeconds:0.#} s)",
                stderr, effects);
        else if (IsWarm)
            Kill(effects);
        else if (phase == Phase.Busy)
            KillFor(AttemptOutcome.Hung, $"no sign of life for {settings.HangLimit.TotalSeconds:0.#} s; the worker was killed " +
                "(--hang-limit sets the limit)", stderr, effects);
    }

    private void Launch(DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        process++;
        phase = Phase.Launching;
        deadline = now + settings.ReadyLimit;
        effects.Add(new LaunchWorker(process));
    }

    private void Greet(WorkerReady ready, string stderr, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        if (ready.Protocol != WorkerProtocol.Version)
        {
            KillFor(
                AttemptOutcome.Error,
                $"the worker speaks version {ready.Protocol} of the worker protocol, this node version {WorkerProtocol.Version}; use a " +
                    "worker of the same release",
                stderr,
                effects);
        }
        else if (phase == Phase.Launching)
        {
            Rest(now);
            if (order is not null) Begin(now, effects);
        }
    }

    /// <summary>Warm for the next trial, for a while.</summary>
    private void Rest(DateTimeOffset now) => (phase, deadline) = (Phase.Idle, now + IdleLimit);

    private void Begin(DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        (phase, wasHeard) = (Phase.Busy, false);
        deadline = now + settings.HangLimit;
        timeout = order!.Timeout is { } limit ? now + limit : DateTimeOffset.MaxValue;
        var start = settings.Start(order);
        rules = start.Rules();
        effects.Add(new SendToWorker(process, WorkerProtocol.Write(start)));
    }

    private void Conclude(TrialEnded ended, string stderr, DateTimeOffset now, ICollection<WorkerEffect> effects)
    {
        var failed = ended.Outcome is AttemptOutcome.Error or AttemptOutcome.BadInput or AttemptOutcome.Crashed;
        if (failed && WorkerExit.SpeaksOfMemory(ended.Reason)) ended = ended with { Outcome = AttemptOutcome.OutOfMemory };
        if (ended.Outcome == AttemptOutcome.NodeFault && settings.Node is { } node)
            ended = ended with { Reason = $"node '{node}': {ended.Reason}" };
        if (failed && ended.StderrTail is null && stderr.Length > 0) ended = ended with { StderrTail = stderr };
        if (failed && order!.Command.Count > 0) ended = ended with { Reason = PythonModules.Explain(ended.Reason, stderr) };

        // A program may leave children behind: its worker goes with its whole process group.
        // So does one that ran out of memory, or is leaving by itself.
        if (order!.Command.Count > 0 || ended.Outcome is AttemptOutcome.OutOfMemory or AttemptOutcome.Preempted) Kill(effects);
        else Rest(now);
        End(ended, effects);
    }

    private void KillFor(AttemptOutcome outcome, string reason, string stderr, ICollection<WorkerEffect> effects)
    {
        Kill(effects);
        if (order is not null)
            End(new TrialEnded { Outcome = outcome, Reason = reason, StderrTail = stderr.Length > 0 ? stderr : null }, effects);
    }

    private void Kill(ICollection<WorkerEffect> effects)
    {
        phase = Phase.NoProcess;
        deadline = DateTimeOffset.MaxValue;
        effects.Add(new KillWorker(process));
    }

    private void End(TrialEnded ended, ICollection<WorkerEffect> effects)
    {
        effects.Add(new EmitEvent(order!.Trial, ended));
        lastEnded = order.Trial;
        (order, stopping) = (null, null);
    }
}
