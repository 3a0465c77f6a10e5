using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Search.Samplers;
using Sweep.Search.Scheduling;
using Sweep.Silo.Outcomes;

namespace Sweep.Silo.Sweeps;

/// <summary>The schedule of a sweep, made again from all that the ledger holds of it. Whoever comes to coordinate begins with it.</summary>
/// <param name="Schedule">No attempt is adopted yet.</param>
/// <param name="Trials">By number.</param>
/// <param name="Attempts">By trial and attempt.</param>
internal sealed record RebuiltSchedule(SweepSchedule Schedule, IReadOnlyList<TrialRow> Trials, IReadOnlyList<AttemptRow> Attempts)
{
    /// <param name="ledger">The ledger; the caller has claimed the sweep.</param>
    public static async Task<RebuiltSchedule> Of(ILedger ledger, string name, PlannedSweep planned, TrialNeeds needs)
    {
        var spec = planned.Spec with { Known = KnownObservations.Read(await ledger.FindKnown(name)) };
        var strategy = spec.NewStrategy();
        var (trials, attempts) = (await ledger.ListTrials(name), await ledger.ListAttempts(name));
        var found = new LedgerState(trials)
        {
            Attempts = attempts,
            Events = await ledger.ListEvents(name),
            Decisions = await ledger.ListDecisions(name),
        };
        if (!strategy.IsBlind) found = await found.WithUntold(() => ledger.ListMetric(name, planned.Spec.Goals));
        if (planned.Spec.Target is not null) found = found with { Broken = await ledger.ListBroken(name, planned.Spec.Goals) };
        var planner = planned.PlannerWith(await ledger.FindFacts(name));
        return new(new SweepSchedule(planned.Spec.Rules(), strategy, found, planner, needs), trials, attempts);
    }
}
