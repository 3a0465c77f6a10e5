using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Search.Scheduling;

namespace Sweep.Silo.Sweeps;

/// <summary>What a new coordinator finds: its fence, the schedule rebuilt from the ledger, and what still runs on slots.</summary>
/// <param name="Token">Fencing token of this coordinator.</param>
/// <param name="Schedule">Rebuilt schedule, running attempts adopted.</param>
/// <param name="Adopted">Attempts that still run, by slot.</param>
/// <param name="Lost">Attempts whose node is gone, by slot: they end as any attempt that loses its node,
/// so that those of a trial that takes its nodes along count.</param>
/// <param name="Zombies">Attempts of this sweep on slots that the ledger does not hold as running.</param>
/// <param name="RunBefore">Running time of earlier coordinators.</param>
internal sealed record TakeOver(
    PlannedSweep Planned,
    long Token,
    SweepSchedule Schedule,
    IReadOnlyDictionary<SlotName, TrialRef> Adopted,
    IReadOnlyList<(SlotName Slot, TrialRef Trial)> Lost,
    IReadOnlyList<(SlotName Slot, TrialRef Trial)> Zombies,
    TimeSpan RunBefore)
{
    /// <summary>Puts the sweep into the ledger when it is new, claims it, and reads its state.</summary>
    public static async Task<TakeOver> Of(SweepOrder order, PlannedSweep planned, CoordinatorParts parts, CancellationToken cancel)
    {
        if (planned.Plan is { } plan) await parts.Ledger.CreateSweep(plan.Sweep, plan.Submitted);
        // The ledger has it now; as submitted it would take memory for as long as the sweep runs.
        planned = planned with { Plan = null };
        var survey = await SlotSurvey.Of(order.Name, parts, cancel);
        var lost = survey.Lost.Count == 0 ? [] : await RunningOn(survey.Lost.ToHashSet(), order.Name, parts.Ledger);
        // What begins on a lost slot after that look ends with the claim.
        var token = await parts.Ledger.Claim(order.Name, [.. survey.Found.Concat(lost).Select(f => f.Trial)], survey.Lost);
        if (order.Retried.Count > 0) await Retry(order, token, parts.Ledger, planned.Spec.NewStrategy().IsBlind);
        var needs = parts.HasChosenSlots ? TrialNeeds.AnySlot : planned.Spec.Needs(planned.PredictMemory);
        var (schedule, trials, attempts) = await RebuiltSchedule.Of(parts.Ledger, order.Name, planned, needs);
        if (trials.All(t => t.Attempts == 0)) parts.Folders.Forget(order.Name);
        var (adopted, zombies) = (new Dictionary<SlotName, TrialRef>(), new List<(SlotName, TrialRef)>());
        foreach (var (slot, trial) in survey.Found)
        {
            if (schedule.Adopt(slot, trial)) adopted.Add(slot, trial);
            else zombies.Add((slot, trial));
        }

        lost = [.. lost.Where(l => schedule.Adopt(l.Slot, l.Trial))];
        var before = RunningTime.Of(attempts);
        return new TakeOver(planned, token, schedule, adopted, lost, zombies, before);
    }

    /// <summary>Plans the trials again that the user wants to run again.</summary>
    private static async Task Retry(SweepOrder order, long token, ILedger ledger, bool isBlind)
    {
        var wanted = order.Retried.ToHashSet();
        var changes = new List<LedgerChange>();
        var last = isBlind ? 0 : (await ledger.ListEvents(order.Name)).Count;
        foreach (var trial in (await ledger.ListTrials(order.Name)).Where(trial => wanted.Contains(trial.Number)))
        {
            var retried = new TrialRef(order.Name, trial.Number, trial.Attempts);
            changes.Add(new TrialRetried(retried));
            if (isBlind || !trial.Status.MayRunAgain()) continue;
            changes.Add(new EventNoted(retried, new SweepEvent { Number = ++last, Kind = SweepEventKind.Retry, Trial = trial.Number }));
        }

        await ledger.Apply(order.Name, token, changes);
        await ledger.SetStatus(order.Name, token, SweepStatus.Running);
    }

    private static async Task<IReadOnlyList<(SlotName Slot, TrialRef Trial)>> RunningOn(
        HashSet<SlotName> slots, string sweep, ILedger ledger) =>
    [
        .. (await ledger.ListAttempts(sweep))
            .Where(a => a.Outcome is null && slots.Contains(a.Slot))
            .Select(a => (a.Slot, new TrialRef(sweep, a.Trial, a.Attempt))),
    ];
}
