using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;

namespace Sweep.Search.Scheduling;

/// <content>The transitions themselves.</content>
public sealed partial class SweepSchedule
{
    private const string GoesOnAgain = "it went on before it had paused; the next attempt repeats what it reported meanwhile";

    private void Begin(TrialState state, SlotGrant grant, ScheduleStep step)
    {
        state.Attempt++;
        if (!state.IsStopped) state.StopReason = null;
        Move(state, TrialStatus.Running);
        var trial = new TrialRef(rules.Sweep, state.Number, state.Attempt);
        Occupy(state, new AttemptState(trial, grant.Slot, NeedOf(state)) { HasDeviceAlone = grant.IsWholeDevice });
        step.Changes.Add(new AttemptStarted(trial, grant.Slot));
        step.Actions.Add(new StartOnSlot(grant.Slot, trial, state.Plan));
    }

    /// <summary>Why an attempt ends whose node said what makes no sense. Its slot is free when its own end comes, not before.</summary>
    private static string Distrust(TrialState state, string flaw) =>
        $"node {state.Current!.Slot.Node} passed on what its worker may not say ({flaw}); use nodes of the same release";

    private void TakeReport(TrialState state, TrialReport report, ScheduleStep step)
    {
        var attempt = state.Current!;
        if (report.Epoch <= attempt.LastEpoch) return;
        // What follows a decision to stop or to pause depends on timing; it is dropped so that the record does not.
        attempt.IsCut |= state.PauseReason is not null;
        if (state.StopReason is not null || attempt.IsCut) return;

        attempt.LastEpoch = report.Epoch;
        (attempt.Fraction, attempt.EpochSeconds) = (0, report.Seconds);
        if (report.Metrics.TryGetValue("tokens_per_second", out var speed)) attempt.TokensPerSecond = speed;
        var isFirst = report.Epoch > state.EpochsDone;
        epochsDone += Math.Max(0L, report.Epoch - state.EpochsDone);
        state.EpochsDone = Math.Max(state.EpochsDone, report.Epoch);
        // A program may make more reports than it was planned with.
        if (state.Epochs > 0 && report.Epoch > state.Epochs) SetEpochs(state, report.Epoch);
        if (report.Notice is { } notice) Note($"{rules.Sweep}/{state.Number}: {notice}");
        step.Changes.Add(new EpochReported(attempt.Trial, report));
        double? metric = report.Metrics.TryGetValue(rules.Metric, out var value) ? value : null;
        if (metric is { } known) TakeValue(state, known, report);
        // An epoch that was survived once is not judged again when a later attempt repeats it.
        if (isFirst) TellReport(state, report.Epoch, metric, rules.Goals?.OthersIn(report.Metrics), step);
        if (metric is not null) CloseAtTarget(state, step);
    }

    private void TakeValue(TrialState state, double value, TrialReport report)
    {
        var before = state.Value;
        (state.Current!.Metric, state.Value) = (value, rules.ValueAfter(before, value));
        var counts = before is null || before != state.Value || rules.Summary == MetricSummary.Last;
        if (counts) state.IsBroken = rules.IsBroken(report.Metrics);
    }

    private void CloseAtTarget(TrialState state, ScheduleStep step)
    {
        if (state is { Value: { } value, IsBroken: false } && rules.Reaches(value) && rules.IsSettled(state.Status))
            Close(TargetReached(state.Number), step);
    }

    private static void Stop(TrialState state, AttemptOutcome outcome, string reason, ScheduleStep step)
    {
        var attempt = state.Current!;
        if (attempt.Stopping == outcome || attempt.Stopping == AttemptOutcome.Cancelled) return;
        attempt.Stopping = outcome;
        step.Actions.Add(new StopOnSlot(attempt.Slot, attempt.Trial, outcome, reason));
    }

    private void Finish(TrialState state, TrialEnded ended, ScheduleStep step)
    {
        var attempt = state.Current!;
        var isStopped = state.IsStopped && ended.Outcome != AttemptOutcome.Cancelled;
        var isPaused = !isStopped && state.PauseReason is not null && AttemptPolicy.CanPause(ended.Outcome);
        var isCut = !isStopped && attempt.IsCut && ended.Outcome is AttemptOutcome.Completed or AttemptOutcome.Diverged;
        if (isStopped) ended = AttemptPolicy.Stopped(ended, state.StopReason!);
        else if (isPaused || isCut) ended = ended with { Outcome = AttemptOutcome.Paused, Reason = state.PauseReason ?? GoesOnAgain };
        else if (ended.Outcome == AttemptOutcome.Stopped && state.EpochsDone == 0) ended = ended with { Outcome = AttemptOutcome.BadInput };
        state.Losses = AttemptPolicy.LossesInARow(state.Losses, ended.Outcome);
        var counts = AttemptPolicy.Counts(ended.Outcome, attempt.HasDeviceAlone || state.Doublings >= MaxDoublings, state.Losses);
        if (counts) state.Failures++;
        var next = isStopped ? TrialStatus.Stopped
            : isPaused && !IsCancelled ? TrialStatus.Paused
            : AttemptPolicy.Next(ended.Outcome, counts, state.Failures, rules.Retries, IsCancelled);
        if (FailureClass.Of(ended.Outcome) is { NeedsMoreRoom: true } && !counts) state.Doublings++;
        state.Avoids = FailureClass.Of(ended.Outcome).MovesAway ? attempt.Slot : null;
        // In a deterministic sweep its end counts when its turn comes.
        var waits = order is not null && !isStopped && next.IsFinal() && next != TrialStatus.Cancelled;
        if (waits) state.Ended = (next, ended.Reason);
        var recorded = waits ? TrialStatus.Paused : next;
        // A worker that was told to stop may have ended its last epoch first, or answer an older order;
        // a trial of a cancelled sweep is never planned again.
        Vacate(state, attempt);
        Move(state, recorded);
        step.Changes.Add(new AttemptFinished(attempt.Trial, ended, recorded)
        {
            IsCounted = counts,
            LastEpoch = isStopped ? state.StopEpoch : null,
        });
        if (waits) order!.Offer(EndOf(state));
        Announce(state, ended, next, counts);
        if (ended.Outcome == AttemptOutcome.NodeFault) TakeFault(attempt.Slot, attempt.Trial, ended.Reason, step);
        else if (failures.Note(attempt.Slot, state.Number, ended.Outcome, counts) is { } reason) QuarantineSlot(attempt, reason, step);
        if (recorded.IsFinal() && (order is null || !isStopped)) TellEnd(state, recorded, step);
        CloseAtTarget(state, step);
        // One that failed while it was to pause waits for its turn as well.
        if (state is { Status: TrialStatus.Planned, PauseReason: { } pause }) DoPause(state, pause, step);
        GiveUpInTime(state, ended, next, counts, step);
    }

    /// <summary>Where nothing works, trying all the rest is in vain. A trial that has a result so far may be the first success.</summary>
    private void GiveUpInTime(TrialState state, TrialEnded ended, TrialStatus next, bool counts, ScheduleStep step)
    {
        if (next is TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Diverged) common.NoteSuccess();
        if (common.Note(state.Number, ended, counts) is not { } reason || IsInterrupted || closed is not null) return;
        if (planned.Numbers.All(n => trials[n].Attempt > 0) || bySlot.Values.Any(t => t.Current!.LastEpoch > 0)) return;
        PauseFor(reason, step);
    }

    private void QuarantineSlot(AttemptState attempt, string reason, ScheduleStep step)
    {
        Note($"slot {attempt.Slot} gets no more trials until its node restarts: {reason}");
        quarantined[attempt.Slot] = new QuarantineSlot(attempt.Slot, attempt.Trial, reason);
        step.Actions.Add(quarantined[attempt.Slot]);
    }

    /// <summary>Every further attempt would meet the same fault: better to stop with everything kept than to use up all retries of
    /// all trials.</summary>
    private void PauseFor(string? reason, ScheduleStep step)
    {
        Fault ??= reason ?? "a node cannot go on";
        Interrupt(step);
    }

    private void Announce(TrialState state, TrialEnded ended, TrialStatus next, bool counts)
    {
        var label = $"{rules.Sweep}/{state.Number}";
        var reason = ended.Reason is null ? "" : $": {ended.Reason}";
        if (next == TrialStatus.Failed) Note($"{label} failed after attempt {state.Attempt}{reason}");
        else if (next == TrialStatus.Planned && FailureClass.Of(ended.Outcome).NeedsMoreRoom && !counts)
            Note($"{label} attempt {state.Attempt} ran out of memory beside others and starts again with twice the share of its " +
                $"device{reason}");
        else if (counts && next == TrialStatus.Planned)
            Note($"{label} attempt {state.Attempt} ended as {FailureClass.Of(ended.Outcome).Words}, retry {state.Failures} of " +
                $"{rules.Retries}{reason}");
        else if (next is TrialStatus.Diverged or TrialStatus.Stopped) Note($"{label} {next.SnakeCase()}{reason}");
        else if (next == TrialStatus.Planned && ended.Outcome != AttemptOutcome.Paused && !IsInterrupted)
            Note($"{label} attempt {state.Attempt} {Gone(ended.Outcome)} and goes on with the next one{reason}");
    }

    private static string Gone(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Preempted => "was preempted",
        AttemptOutcome.LostNode => "lost its node",
        _ => "was interrupted",
    };

    /// <summary>No new trials from here on; planned ones end as cancelled with the reason.</summary>
    private void Close(string reason, ScheduleStep step)
    {
        if (closed is null) Note($"no new trials: {reason}");
        closed ??= reason;
        CancelAllPlanned(step);
    }

    private void CancelAllPlanned(ScheduleStep step)
    {
        // Which of them has begun depends on timing, so in a deterministic sweep all of them run.
        if (order is not null && !IsCancelled) return;
        // A trial that ran before goes on: only new ones do not start, unless the user gave up on all of them.
        foreach (var number in planned.Numbers.Where(n => IsCancelled || trials[n].Attempt == 0).ToArray())
            CancelPlanned(trials[number], closed!, step);
        if (!IsCancelled || counts[(int)TrialStatus.Paused] == 0) return;
        foreach (var state in trials.Values.Where(t => t.Status == TrialStatus.Paused).ToArray()) CancelPlanned(state, closed!, step);
    }

    private void SetEpochs(TrialState state, int count)
    {
        if (state.Epochs == 0) openEnded--;
        epochs += count - state.Epochs;
        state.Epochs = count;
    }

    private void CancelPlanned(TrialState state, string reason, ScheduleStep step)
    {
        Move(state, TrialStatus.Cancelled);
        step.Changes.Add(new PlannedTrialCancelled(Ref(state), reason));
        TellEnd(state, TrialStatus.Cancelled, step);
    }

    private void Move(TrialState state, TrialStatus next)
    {
        counts[(int)state.Status]--;
        counts[(int)next]++;
        if (state.Status == TrialStatus.Planned) planned.Remove(state.Number);
        if (next == TrialStatus.Planned) AwaitSlot(state);
        state.Status = next;
    }

    private string TargetReached(int number) => $"{rules.Sweep}/{number} reached the target {rules.Metric} {rules.Target}";
}
