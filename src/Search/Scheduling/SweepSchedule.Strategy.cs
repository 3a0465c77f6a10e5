using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Samplers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Scheduling;

/// <content>What it tells the strategy, and how it does what the strategy decides.</content>
public sealed partial class SweepSchedule
{
    /// <summary>A question to the sampler that nobody has taken yet; it is taken once. The answer goes to <see cref="Accept"/>.</summary>
    public SuggestionRequest? TakeRequest()
    {
        if (isTaken) return null;
        isTaken = asked is not null;
        return asked;
    }

    /// <summary>Takes the sampler's answer, null = the space is exhausted: adds its trials, and the decisions that start them.</summary>
    public void Accept(SuggestionRequest request, Suggestion? suggestion, ScheduleStep step)
    {
        if (!ReferenceEquals(asked, request)) return;
        (asked, isTaken) = (null, false);
        if (closed is not null) return;
        foreach (var decision in strategy.Accept(request, suggestion)) DoAdd(decision, step);
    }

    private PlannedTrial Plan(Decision decision) => plan!(
        decision.Trial, strategy.ReplicateOf(decision.Trial), strategy.ConfigOf(decision.Trial)) with
    {
        Parent = decision.Parent,
        ParentEpoch = decision.ParentEpoch ?? 0,
        ParentConfig = decision.Parent is { } parent ? trials[parent].Plan.Config : null,
    };

    /// <summary>Tells the strategy what the ledger holds, and takes in what it has decided and is not done.</summary>
    private void Fold(LedgerState found)
    {
        foreach (var difference in found.Fold(strategy, asksSampler: false))
            Note($"{rules.Sweep}: the log of decisions differs from what this program decides: {difference}");
        RebuildOrder(found);
        foreach (var decision in found.Decisions) TakeIn(decision);
    }

    /// <summary>What a decision of the log still asks of a trial.</summary>
    private void TakeIn(Decision decision)
    {
        var state = trials[decision.Trial];
        if (state.Status.IsFinal()) return;
        switch (decision.Kind)
        {
            case DecisionKind.Stop when order?.IsAtEnd(state.Number, state.Epochs) == true:
                break;
            case DecisionKind.Stop:
                state.StopReason = decision.Reason ?? "stopped";
                state.StopEpoch = order?.EpochOf(state.Number);
                break;
            case DecisionKind.Pause:
                state.PauseReason = decision.Reason ?? "paused";
                resumed.Remove(state.Number);
                break;
            case DecisionKind.Resume:
                state.PauseReason = null;
                state.Resumes++;
                if (state.Status == TrialStatus.Paused) resumed.Add(state.Number);
                break;
        }
    }

    /// <summary>Does what an earlier coordinator decided and did not live to do.</summary>
    private void DoWhatWasDecided(ScheduleStep step)
    {
        if (isTakenIn) return;
        isTakenIn = true;
        foreach (var number in resumed.Where(number => trials[number].Status == TrialStatus.Paused)) GoOn(trials[number], step);
        foreach (var state in trials.Values.Where(t => !t.Status.IsFinal()).ToList())
        {
            if (state.StopReason is { } reason) DoStop(state, reason, step);
            else if (state.PauseReason is { } pause) DoPause(state, pause, step);
            else if (state.Current is { IsCut: true }) Stop(state, AttemptOutcome.Paused, GoesOnAgain, step);
        }
    }

    /// <summary>Tells the strategy of a report; in a deterministic sweep when its turn comes.</summary>
    private void TellReport(TrialState state, int epoch, double? value, string? others, ScheduleStep step)
    {
        if (strategy.IsBlind) return;
        var happened = ReportOf(state.Number, epoch, value, others);
        if (order is null) Take(happened, step);
        else order.Offer(happened);
    }

    /// <summary>Tells the strategy that a trial is final.</summary>
    private void TellEnd(TrialState state, TrialStatus status, ScheduleStep step)
    {
        if (strategy.IsBlind) return;
        order?.Leave(state.Number);
        Take(new SweepEvent { Number = 0, Kind = SweepEventKind.End, Trial = state.Number, Status = status }, step);
    }

    /// <summary>Gives an event its number, and does what the strategy decides.</summary>
    private void Take(SweepEvent happened, ScheduleStep step)
    {
        var numbered = happened with { Number = strategy.NextEvent };
        step.Changes.Add(new EventNoted(Ref(trials[happened.Trial]), numbered));
        Do(strategy.Take(numbered), step);
    }

    private void Do(IEnumerable<Decision> decisions, ScheduleStep step)
    {
        foreach (var decision in decisions) Do(decision, step);
    }

    private void Do(Decision decision, ScheduleStep step)
    {
        if (decision.Kind is DecisionKind.Fork or DecisionKind.Start)
        {
            DoAdd(decision, step);
            return;
        }

        var state = trials[decision.Trial];
        step.Changes.Add(new DecisionMade(Ref(state), decision));
        switch (decision.Kind)
        {
            case DecisionKind.Stop:
                DoStop(state, decision.Reason ?? "stopped", step);
                break;
            case DecisionKind.Pause:
                if (order?.IsAtEnd(state.Number, state.Epochs) == false) order.Leave(state.Number);
                DoPause(state, decision.Reason ?? "paused", step);
                break;
            case DecisionKind.Resume:
                order?.Enter(state.Number);
                GoOn(state, step);
                break;
        }
    }

    /// <summary>Adds the trial of a decision, in the transaction that holds the events it knows.</summary>
    private void DoAdd(Decision decision, ScheduleStep step)
    {
        var added = Plan(decision);
        var state = TrialState.From(added);
        Insert(state);
        order?.Enter(state.Number);
        step.Changes.Add(new DecisionMade(Ref(state), decision) { Added = added });
    }

    private void DoStop(TrialState state, string reason, ScheduleStep step)
    {
        if (order is not null && !IsCutShort(state, step)) return;
        state.StopReason = reason;
        if (state.Current is not null) Stop(state, AttemptOutcome.Stopped, reason, step);
        else StopWaiting(state, reason, step);
    }

    private void DoPause(TrialState state, string reason, ScheduleStep step)
    {
        // After its last epoch there is nothing to wait for.
        if (state.Epochs > 0 && (order?.EpochOf(state.Number) ?? state.EpochsDone) >= state.Epochs)
        {
            state.PauseReason = null;
            return;
        }

        state.PauseReason = reason;
        if (state.Current is not null)
        {
            Stop(state, AttemptOutcome.Paused, reason, step);
        }
        else if (state.Status == TrialStatus.Planned)
        {
            Move(state, TrialStatus.Paused);
            step.Changes.Add(new PlannedTrialPaused(Ref(state), reason));
        }
    }

    /// <summary>A trial whose attempt has not ended yet goes on when it has.</summary>
    private void GoOn(TrialState state, ScheduleStep step)
    {
        state.PauseReason = null;
        if (state.Status != TrialStatus.Paused || state.Ended is not null) return;
        Move(state, TrialStatus.Planned);
        step.Changes.Add(new TrialResumed(Ref(state)));
    }

    private void StopWaiting(TrialState state, string reason, ScheduleStep step)
    {
        Move(state, TrialStatus.Stopped);
        step.Changes.Add(new WaitingTrialStopped(Ref(state), reason) { LastEpoch = state.StopEpoch });
        // A deterministic sweep has told of it with the decision.
        if (order is null) TellEnd(state, TrialStatus.Stopped, step);
    }

    /// <summary>The next trial for a free slot, from those that the rule paused or that the sampler has not chosen yet.</summary>
    private void Extend(ScheduleStep step)
    {
        if (closed is not null || order is not null) return;
        if (strategy.Promotable is not null) Do(strategy.Promote(), step);
        else if (plan is not null && !StartSeed(step) && asked is null) asked = strategy.Ask();
        // Who chooses without looking at results has the answer at once.
        if (asked is { Sampler.IsAdaptive: false } request) Accept(request, request.Answer(), step);
        // When there is no more to choose, some seeds may be wanted: no event comes that would ask again.
        if (plan is not null && planned.Count == 0 && asked is null) StartSeed(step);
    }

    /// <summary>Another seed of a configuration that there is.</summary>
    /// <returns>False when none is to run now.</returns>
    private bool StartSeed(ScheduleStep step)
    {
        if (strategy.NextSeed() is not { } seed) return false;
        Do(seed, step);
        return true;
    }

    /// <summary>When nothing runs or is left to run, and none of those that wait may go on, they have waited in vain.</summary>
    private void SettlePaused(ScheduleStep step)
    {
        if (counts[(int)TrialStatus.Paused] == 0 || order is not null) return;
        if (closed is null && (asked is not null || strategy.MayStart > 0 || strategy.Promotable is not null)) return;
        if (bySlot.Count > 0 || planned.Count > 0) return;
        Do(strategy.StopPaused(closed), step);
    }

    private TrialRef Ref(TrialState state) => new(rules.Sweep, state.Number, state.Attempt);
}
