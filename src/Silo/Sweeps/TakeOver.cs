using Sweep.Experiments.Contracts;
using Sweep.Silo.Scheduling;

namespace Sweep.Silo.Sweeps;

/// <summary>What a new coordinator finds: the fence it raised, the schedule rebuilt from the ledger, and the attempts that still run on slots.</summary>
/// <param name="Planned">The sweep as submitted.</param>
/// <param name="Token">Fencing token of this coordinator.</param>
/// <param name="Schedule">Rebuilt schedule, running attempts adopted.</param>
/// <param name="Adopted">Attempts that still run, by slot.</param>
/// <param name="Zombies">Attempts of this sweep on slots that the ledger does not hold as running.</param>
/// <param name="RunBefore">Running time of earlier coordinators.</param>
internal sealed record TakeOver(
    PlannedSweep Planned,
    long Token,
    SweepSchedule Schedule,
    IReadOnlyDictionary<string, TrialRef> Adopted,
    IReadOnlyList<(string Slot, TrialRef Trial)> Zombies,
    TimeSpan RunBefore)
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(5);

    /// <summary>Puts the sweep into the ledger when it is new, claims it, and reads its state.</summary>
    public static async Task<TakeOver> Of(SweepOrder order, PlannedSweep planned, CoordinatorParts parts, CancellationToken cancel)
    {
        if (planned.Plan is { } plan) await parts.Ledger.CreateSweep(plan.Sweep, plan.Trials);
        // The ledger has it now; as submitted it would take memory for as long as the sweep runs.
        planned = planned with { Plan = null };
        var found = await StillOnSlots(order.Name, parts, cancel);
        var token = await parts.Ledger.Claim(order.Name, [.. found.Select(f => f.Trial)]);

        var trials = await parts.Ledger.ListTrials(order.Name);
        if (trials.All(t => t.Attempts == 0)) parts.Folders.Forget(order.Name);
        var epochs = await parts.Ledger.ListEpochs(order.Name);
        var attempts = await parts.Ledger.ListAttempts(order.Name);
        var needs = parts.HasChosenSlots ? TrialNeeds.AnySlot : TrialNeeds.From(planned.Spec, planned.PredictMemory);
        var schedule = new SweepSchedule(ScheduleRules.From(planned.Spec), planned.Spec.NewStopper(), trials, epochs, planned.Suggest, needs, attempts);
        var (adopted, zombies) = (new Dictionary<string, TrialRef>(StringComparer.Ordinal), new List<(string, TrialRef)>());
        foreach (var (slot, trial) in found)
        {
            if (schedule.Adopt(slot, trial)) adopted.Add(slot, trial);
            else zombies.Add((slot, trial));
        }

        var before = RunningTime.Of(attempts, epochs);
        return new TakeOver(planned, token, schedule, adopted, zombies, before);
    }

    /// <summary>Attempts of the sweep that run on some slot, or ended there without anybody having read it.</summary>
    private static async Task<IReadOnlyList<(string Slot, TrialRef Trial)>> StillOnSlots(string sweep, CoordinatorParts parts, CancellationToken cancel)
    {
        // The ledger knows best where to ask; the broker may have been lost together with the last coordinator.
        var running = (await parts.Ledger.ListTrials(sweep)).Where(t => t.Status == TrialStatus.Running && t.Slot is not null).Select(t => t.Slot!);
        var found = await Task.WhenAll(running.Union(await parts.Broker.ListSlots(cancel)).Select(slot => LastOn(slot, sweep, parts, cancel)));
        return [.. found.OfType<(string, TrialRef)>()];
    }

    private static async Task<(string Slot, TrialRef Trial)?> LastOn(string slot, string sweep, CoordinatorParts parts, CancellationToken cancel)
    {
        try
        {
            var read = await parts.Worker(slot).ReadEvents(0, TimeSpan.Zero, cancel).WaitAsync(AskLimit, parts.Clock, cancel);
            var last = read.Current ?? read.Events.Select(e => e.Trial).LastOrDefault();
            return last?.Sweep == sweep ? (slot, last) : null;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or ArgumentException)
        {
            // A node that does not answer now, or has no such slot any more, has no say: its attempts count as interrupted and its late rows are refused.
            return null;
        }
    }
}
