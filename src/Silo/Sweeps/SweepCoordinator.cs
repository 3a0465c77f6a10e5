using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Search.Scheduling;
using Sweep.Search.Strategies;

namespace Sweep.Silo.Sweeps;

/// <summary>Runs one sweep. Everything that happens (events of slots, answers of the broker, wishes of the user) goes through one inbox; a
/// single loop takes what has gathered, asks the <see cref="SweepSchedule"/>, writes all changes in one transaction, and only then acts on
/// slots and acknowledges. While a transaction is being written the next events gather, so commits grow with the load.</summary>
internal sealed partial class SweepCoordinator(SweepOrder order, CoordinatorParts parts, SweepLock? held, TakeOver start) : IDisposable
{
    private readonly ILogger log = parts.Log;
    private readonly SweepSpec spec = start.Planned.Spec;
    private readonly SweepSchedule schedule = start.Schedule;
    private readonly RunningClock running = new(start.RunBefore, parts.Clock);
    private readonly long began = parts.Clock.GetTimestamp();
    private readonly long token = start.Token;
    private readonly SlotShare share = new(order.Name, start.Planned.Spec.Priority, parts.Broker, parts.Clock, parts.Log);
    private readonly ProgressFeed feed = new(start.Schedule.Snapshot(1, null, isOver: false));
    private readonly Channel<Message> inbox = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource ending = new();
    private readonly SlotCalls calls = new(parts.Clock);
    private readonly Dictionary<SlotName, SlotLink> links = new();
    private readonly List<Message> taken = [];
    private readonly Dictionary<SlotName, SlotGrant> grants = new();
    private readonly Dictionary<SlotName, TimeSpan> silentUntil = new();
    private IReadOnlyList<SlotGrant> available = [];
    private string? failure;
    private long version = 1;
    private bool isInterrupting;

    private sealed record Message(Action<ScheduleStep> Apply)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The sweep as submitted, without its plan: the ledger has that.</summary>
    public SweepOrder Order => order;

    /// <summary>Completes when the sweep is over for this coordinator; never fails (see <see cref="SweepProgress.Failure"/>).</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>True when it gave up or was told to go: another one may begin.</summary>
    public bool IsOver => feed.Latest.IsOver;

    /// <summary>True when it pauses, told to or by itself: it starts no more trials and leaves when the running ones have ended.</summary>
    public bool IsInterrupting => isInterrupting || schedule.IsInterrupted;

    /// <summary>When the coordinator gave up by itself, why (the ledger failed, another one took the sweep); null otherwise.</summary>
    public string? Failure => IsOver ? failure : null;

    /// <summary>Puts the sweep and its trials into the ledger, takes it over and begins to schedule.</summary>
    /// <exception cref="SweepRefusedException">It cannot be started here; the message says why.</exception>
    public static async Task<SweepCoordinator> Begin(SweepOrder order, CoordinatorParts parts, CancellationToken cancel)
    {
        SweepLock? held = null;
        try
        {
            var isKnown = await parts.Ledger.FindSweep(order.Name) is { } row && row.Yaml == order.Yaml;
            var planned = parts.Planner.Plan(order, isKnown);
            if (parts.LocksSweeps) held = await SweepLock.Take(parts.Folders, order.Name, cancel);
            var start = await TakeOver.Of(order, planned, parts, cancel);
            var coordinator = new SweepCoordinator(order with { Sweep = null, Trials = [] }, parts, held, start);
            coordinator.Completion = coordinator.Run(start);
            if (start.Planned.Spec.Notify is { } rules) parts.Notes?.Follow(order.Name, rules, coordinator.Watch);
            return coordinator;
        }
        catch (Exception e)
        {
            held?.Dispose();
            // Only this exception type crosses the cluster with its message.
            throw e switch
            {
                SweepRefusedException refused => refused,
                LedgerException ledger => new SweepRefusedException(ledger.Message, ledger.IsInputError),
                _ => new SweepRefusedException($"'{order.Name}' cannot be started: {e.GetType().Name}: {e.Message}", e),
            };
        }
    }

    public Task<SweepProgress> Watch(long newerThan, TimeSpan wait, CancellationToken cancel) =>
        feed.Newer(newerThan, wait, parts.Clock, cancel);

    /// <summary>Ends running trials after a checkpoint and stops.</summary>
    public Task Interrupt()
    {
        isInterrupting = true;
        return Tell(schedule.Interrupt);
    }

    public Task Cancel() => Tell(schedule.Cancel);

    /// <summary>Stops coordinating at once and leaves every attempt where it is, for the next coordinator.</summary>
    public async Task Abandon()
    {
        await ending.CancelAsync();
        inbox.Writer.TryComplete();
        await Completion;
    }

    public void Dispose() => ending.Dispose();

    private async Task Tell(Action<ScheduleStep> wish)
    {
        if (!IsOver) await Post(wish);
    }

    private Task Post(Action<ScheduleStep> apply)
    {
        var message = new Message(apply);
        return inbox.Writer.TryWrite(message) ? message.Done.Task : Task.CompletedTask;
    }

    private async Task Run(TakeOver start)
    {
        var claiming = Task.CompletedTask;
        var gaveUp = false;
        try
        {
            LogBegin(order.Name, token, start.Adopted.Count);
            await EndLost(start.Lost);
            State();
            Accept(await share.Claim(ending.Token) ?? []);
            _ = ReadNodes();
            claiming = share.KeepClaiming(TakeSlots, ending.Token);
            Resume(start);
            await Pump();
            failure = schedule.Fault;
            if (!ending.IsCancellationRequested) await RecordEnd();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Abandoned.
        }
        catch (CoordinatorFencedException e)
        {
            (failure, gaveUp) = (e.Message, true);
        }
        catch (Exception e)
        {
            (failure, gaveUp) =
                (e is LedgerException ? e.Message : $"the coordinator of '{order.Name}' failed: {e.GetType().Name}: {e.Message}", true);
            LogFailure(order.Name, e);
            // In a cluster the next coordinator adopts what runs, and reads what happens until then; elsewhere nobody comes by himself.
            if (parts.LocksSweeps) await StopSlots();
        }

        await Leave(claiming, gaveUp);
    }

    private async Task Pump()
    {
        do
        {
            var step = new ScheduleStep();
            taken.Clear();
            while (inbox.Reader.TryRead(out var message))
            {
                taken.Add(message);
                message.Apply(step);
            }

            schedule.Assign(available.Where(grant => !IsSilent(grant.Slot)), running.Elapsed, step);
            running.Note(schedule.BusySlots.Count > 0);
            await Commit(step);
            foreach (var action in step.Actions) Act(action);
            foreach (var message in taken) message.Done.TrySetResult();
            if (schedule.TakeRequest() is { } request) _ = Choose(request);
            State();
            Publish(isOver: false);
        }
        while (!schedule.IsOver && await inbox.Reader.WaitToReadAsync(ending.Token));
    }

    private async Task Commit(ScheduleStep step)
    {
        if (step.Changes.Count == 0) return;
        var accepted = await parts.Ledger.Apply(order.Name, token, step.Changes);
        for (var i = 0; i < accepted.Count; i++)
        {
            // A report may be refused (its attempt is history); a transition may not: then ledger and schedule tell different stories.
            if (accepted[i] || step.Changes[i] is EpochReported && !IsFollowed(step, i)) continue;
            throw new InvalidOperationException(
                $"the ledger refused {step.Changes[i]}; start the sweep again to go on from what the ledger holds");
        }

        foreach (var over in step.Changes.Where(change =>
            change is AttemptFinished { Next: var next } && next.IsFinal()
            || change is PlannedTrialCancelled { Trial.Attempt: > 0 } or WaitingTrialStopped { Trial.Attempt: > 0 } or WaitingTrialEnded))
            parts.Checkpoints.ForgetLast(order.Name, over.Trial.Trial);
    }

    /// <summary>True for a change that an event tells of: the strategy has taken it already.</summary>
    private static bool IsFollowed(ScheduleStep step, int change) =>
        change + 1 < step.Changes.Count && step.Changes[change + 1] is EventNoted;

    /// <summary>Asks the sampler on another thread: it may take long, and what happens meanwhile is not to wait.</summary>
    private async Task Choose(SuggestionRequest request)
    {
        try
        {
            var suggestion = await Task.Run(request.Answer, ending.Token);
            await Post(step => schedule.Accept(request, suggestion, step));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Abandoned.
        }
        catch (Exception e)
        {
            // Thrown where it ends the coordinator, so that whoever waits for the sweep hears of it.
            await Post(_ => throw new InvalidOperationException($"method '{request.Sampler.Name}' failed: {e.Message}", e));
        }
    }

    /// <summary>Since this coordinator began.</summary>
    private TimeSpan Elapsed => parts.Clock.GetElapsedTime(began);

    private void Publish(bool isOver) => feed.Publish(schedule.Snapshot(++version, failure, isOver));

    [LoggerMessage(LogLevel.Information, "{Sweep}: coordinating with token {Token}, {Adopted} attempts adopted")]
    private partial void LogBegin(string sweep, long token, int adopted);

    [LoggerMessage(LogLevel.Error, "{Sweep}: the coordinator gave up")]
    private partial void LogFailure(string sweep, Exception error);
}
