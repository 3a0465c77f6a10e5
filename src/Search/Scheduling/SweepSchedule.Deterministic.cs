using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Strategies;

namespace Sweep.Search.Scheduling;

/// <content>A deterministic sweep: its strategy takes events in an order in which timing has no say.</content>
/// <remarks>
/// Trials run ahead of what has been decided about them. A trial that has ended before its turn waits as paused; one that turns out to
/// have been stopped earlier loses the reports beyond. Trials are added and go on when a virtual slot is free, whichever real ones are.
/// </remarks>
public sealed partial class SweepSchedule
{
    private EventOrder? order;

    private void RebuildOrder(LedgerState found)
    {
        if (strategy.Width is not { } width) return;
        order = new EventOrder(width);
        order.Rebuild(found.Events, found.Decisions, trial => trials.TryGetValue(trial, out var state) ? state.Epochs : 0);
        foreach (var row in found.Untold) order.Offer(ReportOf(row.Trial, row.Epoch, row.Metric, row.Others));
        var attempts = found.Attempts.ToDictionary(attempt => (attempt.Trial, attempt.Attempt));
        foreach (var state in trials.Values.Where(state => state.Status == TrialStatus.Paused))
        {
            if (attempts.TryGetValue((state.Number, state.Attempt), out var last)) state.Ended = EndedBefore(last);
            if (state.Ended is not null) order.Offer(EndOf(state));
        }
    }

    /// <summary>How a trial has ended that waits for its turn, by its last attempt; null = it has not.</summary>
    private static (TrialStatus Status, string? Reason)? EndedBefore(AttemptRow last) => last.Outcome switch
    {
        null or AttemptOutcome.Paused or AttemptOutcome.Interrupted or AttemptOutcome.Preempted or AttemptOutcome.LostNode => null,
        AttemptOutcome.Completed => (TrialStatus.Completed, null),
        AttemptOutcome.Diverged => (TrialStatus.Diverged, last.Reason),
        AttemptOutcome.Stopped => (TrialStatus.Stopped, last.Reason),
        _ => (TrialStatus.Failed, last.Reason),
    };

    private static SweepEvent ReportOf(int trial, int epoch, double? value, string? others) =>
        new() { Number = 0, Kind = SweepEventKind.Report, Trial = trial, Epoch = epoch, Value = value, Others = others };

    private static SweepEvent EndOf(TrialState state) =>
        new() { Number = 0, Kind = SweepEventKind.End, Trial = state.Number, Status = state.Ended!.Value.Status };

    /// <summary>Takes every event whose turn has come, and gives virtual slots to trials.</summary>
    private void Advance(ScheduleStep step)
    {
        if (order is null) return;
        while (FillOrder(step) && order.Next() is { } happened)
        {
            if (happened.Kind == SweepEventKind.End) EndInOrder(trials[happened.Trial], step);
            Take(happened, step);
        }
    }

    /// <returns>False while the sampler's answer is awaited.</returns>
    private bool FillOrder(ScheduleStep step)
    {
        while (order!.HasRoom && closed is null)
        {
            if (strategy.Promotable is not null)
            {
                Do(strategy.Promote(), step);
                continue;
            }

            if (plan is not null && asked is null && StartSeed(step)) continue;
            if (plan is null || (asked is null && strategy.MayStart == 0)) break;
            asked ??= strategy.Ask();
            if (asked is not { Sampler.IsAdaptive: false } request) return false;
            Accept(request, request.Answer(), step);
        }

        if (order.IsEmpty) Do(strategy.StopPaused(closed), step);
        return true;
    }

    /// <summary>A trial that ended before its turn is final now.</summary>
    private void EndInOrder(TrialState state, ScheduleStep step)
    {
        if (state.Ended is not var (status, reason)) return;
        state.Ended = null;
        Move(state, status);
        step.Changes.Add(new WaitingTrialEnded(Ref(state), status, status == TrialStatus.Completed ? null : reason));
    }

    /// <summary>What a stop means for a trial: its end is told at once, and reports beyond what was taken will go.</summary>
    /// <returns>False for one that has nothing left to train: it ends by itself.</returns>
    private bool IsCutShort(TrialState state, ScheduleStep step)
    {
        // Decided by an earlier coordinator, and told.
        if (state.StopEpoch is not null) return true;
        if (order!.IsAtEnd(state.Number, state.Epochs)) return false;
        state.StopEpoch = order.EpochOf(state.Number);
        state.Ended = null;
        TellEnd(state, TrialStatus.Stopped, step);
        return true;
    }
}
