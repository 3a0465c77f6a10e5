using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Search.Scheduling;
using Sweep.Silo.Checkpoints;

namespace Sweep.Silo.Sweeps;

/// <summary>A sweep whose trials somebody else runs: each call coordinates it for a moment, by the same schedule and log.</summary>
/// <remarks>A call reads what the ledger holds of the sweep. Calls of several processes take turns.</remarks>
public sealed class AskedSweep(ILedger ledger, YamlSweepPlanner planner, SweepFolders folders, TimeProvider clock)
{
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The next trial to run: a new one, or one that goes on.</summary>
    /// <param name="order">The sweep; it is put into the ledger when it is new.</param>
    /// <returns>null = there is none now; <see cref="SweepStatus"/> says whether there may be one later.</returns>
    /// <exception cref="SweepRefusedException">Another process has the sweep, or its file is none.</exception>
    public async Task<(AskedTrial? Trial, SweepStatus Status)> Ask(SweepOrder order, CancellationToken cancel)
    {
        using var held = await Lock(order.Name, cancel);
        var (planned, status) = await Submit(order);
        if (planned is null) return (null, status);
        var turn = await Turn.Begin(order.Name, planned, ledger);
        while (true)
        {
            var step = new ScheduleStep();
            turn.Assign(step, turn.FreeSlot, isFree: true);
            await turn.Commit(step);
            if (step.Actions.OfType<StartOnSlot>().FirstOrDefault() is { } start)
                return (new AskedTrial(start.Trial, start.Plan, turn.EpochsDone(start.Plan.Number)), SweepStatus.Running);
            if (turn.Schedule.TakeRequest() is not { } request) return (null, await turn.End());
            var answered = new ScheduleStep();
            turn.Schedule.Accept(request, request.Answer(), answered);
            await turn.Commit(answered);
        }
    }

    /// <summary>Takes what became of a trial. Whether it goes on its status says then.</summary>
    /// <exception cref="SweepRefusedException">The trial does not run, or what is told makes no sense.</exception>
    public async Task Tell(SweepOrder order, int trial, Told told, CancellationToken cancel)
    {
        using var held = await Lock(order.Name, cancel);
        var planned = (await Submit(order)).Planned
            ?? throw new SweepRefusedException(
                $"'{order.Name}' is over: nothing that is told of {order.Name}/{trial} counts any more", isInputError: true);
        var turn = await Turn.Begin(order.Name, planned, ledger);
        var attempt = turn.Running(trial);
        var epoch = told.Epoch ?? turn.EpochsDone(trial) + 1;
        if (told.Metrics.Count > 0 && epoch <= turn.EpochsDone(trial))
        {
            throw new SweepRefusedException(
                $"{order.Name}/{trial} has reported epoch {turn.EpochsDone(trial)} already, found a report of epoch {epoch}", true);
        }

        var step = new ScheduleStep();
        var report = new TrialReport { Epoch = epoch, Metrics = told.Metrics, Seconds = 0 };
        // Who has run to its end is not stopped any more.
        if (told.Ended is { Outcome: AttemptOutcome.Completed })
            turn.Schedule.Take(attempt.Slot, attempt.Trial, new TrialStarted { Epochs = told.Metrics.Count > 0 ? epoch : epoch - 1 }, step);
        if (told.Metrics.Count > 0) turn.Schedule.Take(attempt.Slot, attempt.Trial, report, step);
        var stop = step.Actions.OfType<StopOnSlot>().FirstOrDefault(action => action.Trial == attempt.Trial);
        var end = told.Ended ?? (stop is null ? null : new TrialEnded { Outcome = stop.Outcome, Reason = stop.Reason });
        if (end is not null) turn.Schedule.Take(attempt.Slot, attempt.Trial, end, step);
        turn.Assign(step, end is null ? null : attempt.Slot, isFree: false);
        await turn.Commit(step);
        await turn.End();
    }

    /// <summary>Puts the sweep into the ledger, or what its file adds.</summary>
    /// <returns>The sweep, null when it is over; and its status.</returns>
    private async Task<(PlannedSweep? Planned, SweepStatus Status)> Submit(SweepOrder order)
    {
        var row = await ledger.FindSweep(order.Name);
        var planned = planner.Plan(order, isKnown: row?.Yaml == order.Yaml);
        if (planned.Plan is { } plan)
        {
            await ledger.CreateSweep(plan.Sweep, plan.Submitted);
            row = await ledger.FindSweep(order.Name);
        }

        return (row is { IsOver: true } ? null : planned, row!.Status);
    }

    /// <summary>Another call has it for a moment.</summary>
    private async Task<SweepLock> Lock(string sweep, CancellationToken cancel)
    {
        for (var began = clock.GetTimestamp(); ;)
        {
            try
            {
                return await SweepLock.Take(folders, sweep, cancel);
            }
            catch (SweepRefusedException) when (clock.GetElapsedTime(began) < LockWait)
            {
                await Task.Delay(LockPause, clock, cancel);
            }
        }
    }

    /// <summary>One call's time as the coordinator.</summary>
    private sealed class Turn(string sweep, ILedger ledger, long token, RebuiltSchedule found)
    {
        private readonly List<AttemptRow> running = [.. found.Attempts.Where(attempt => attempt.Outcome is null)];
        private readonly TimeSpan ran = RunningTime.Of(found.Attempts);
        private readonly Dictionary<int, TrialRow> rows = found.Trials.ToDictionary(trial => trial.Number);

        public SweepSchedule Schedule { get; } = found.Schedule;

        /// <summary>A slot that no trial has.</summary>
        public SlotName FreeSlot =>
            Enumerable.Range(0, running.Count + 1).Select(SlotOf).Except(running.Select(attempt => attempt.Slot)).First();

        public static async Task<Turn> Begin(string sweep, PlannedSweep planned, ILedger ledger)
        {
            var running = (await ledger.ListAttempts(sweep)).Where(attempt => attempt.Outcome is null);
            var token = await ledger.Claim(sweep, [.. running.Select(attempt => new TrialRef(sweep, attempt.Trial, attempt.Attempt))], []);
            var turn = new Turn(sweep, ledger, token, await RebuiltSchedule.Of(ledger, sweep, planned, TrialNeeds.AnySlot));
            foreach (var attempt in turn.running) turn.Schedule.Adopt(attempt.Slot, new TrialRef(sweep, attempt.Trial, attempt.Attempt));
            return turn;
        }

        public int EpochsDone(int trial) => rows.TryGetValue(trial, out var row) ? row.EpochsDone : 0;

        /// <exception cref="SweepRefusedException">It does not run.</exception>
        public (SlotName Slot, TrialRef Trial) Running(int trial)
        {
            if (running.Find(attempt => attempt.Trial == trial) is { } found)
                return (found.Slot, new TrialRef(sweep, trial, found.Attempt));
            var state = rows.TryGetValue(trial, out var row) ? $"is {row.Status.SnakeCase()}" : "is not there";
            throw new SweepRefusedException(
                $"{sweep}/{trial} {state}, and only a trial that was asked for can be told of", isInputError: true);
        }

        /// <param name="slot">One that is not as the ledger had it; null = all are.</param>
        /// <param name="isFree">True when a trial may have it; false when it is gone.</param>
        public void Assign(ScheduleStep step, SlotName? slot, bool isFree)
        {
            var held = running.Select(attempt => attempt.Slot).Where(one => one != slot).Concat(slot is not null && isFree ? [slot] : []);
            Schedule.Assign(held.Select(one => new SlotGrant { Slot = one, IsWholeDevice = true }), ran, step);
        }

        public async Task Commit(ScheduleStep step)
        {
            if (step.Changes.Count == 0) return;
            var accepted = await ledger.Apply(sweep, token, step.Changes);
            if (accepted.Any(isAccepted => !isAccepted))
                throw new InvalidOperationException($"the ledger refused {step.Changes[accepted.ToList().IndexOf(false)]}");
        }

        /// <summary>Writes the end of the sweep when it has come.</summary>
        public async Task<SweepStatus> End()
        {
            if (!Schedule.IsOver) return SweepStatus.Running;
            await ledger.SetStatus(sweep, token, SweepStatus.Finished);
            return SweepStatus.Finished;
        }

        private static SlotName SlotOf(int index) => $"ask/cpu/{index}";
    }
}

/// <summary>A trial for somebody to run.</summary>
/// <param name="EpochsDone">Epochs that were reported by earlier attempts; go on after them, if you can.</param>
public sealed record AskedTrial(TrialRef Trial, PlannedTrial Plan, int EpochsDone);

/// <summary>What became of a trial.</summary>
/// <param name="Metrics">A report, by the metrics' names; empty = none.</param>
/// <param name="Epoch">Its epoch, from 1; null = the next one.</param>
/// <param name="Ended">How it ended; null = it has not.</param>
public sealed record Told(IReadOnlyDictionary<string, double> Metrics, int? Epoch, TrialEnded? Ended);
