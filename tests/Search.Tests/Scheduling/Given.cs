using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>Builders of what a schedule works with.</summary>
internal static class Given
{
    public const string Name = "cells";

    public static readonly string[] OneSlot = ["n/cpu/0"];

    public static readonly string[] TwoSlots = ["n/cpu/0", "n/cpu/1"];

    public static ScheduleRules Rules { get; } = new() { Sweep = Name, Metric = "loss", Retries = 2 };

    public static IReadOnlyList<TrialRow> Planned(int count, int epochs = 3) =>
        [.. Enumerable.Range(0, count).Select(n => Row(n, epochs: epochs))];

    public static TrialRow Row(int number, TrialStatus status = TrialStatus.Planned, int attempts = 0, int epochs = 3) => new()
    {
        Sweep = Name,
        Plan = new PlannedTrial { Number = number, Seed = number, Epochs = epochs, Config = $$"""{"x":{{number}}}""" },
        Status = status,
        Attempts = attempts,
    };

    public static SweepSchedule Schedule(int trials, ScheduleRules? rules = null, IStopper? stopper = null) =>
        Rebuilt(rules ?? Rules, stopper ?? new NeverStop(), Planned(trials), []);

    /// <summary>The schedule of trials that were planned at submission.</summary>
    public static SweepSchedule Rebuilt(
        ScheduleRules rules, IStopper stopper, IReadOnlyList<TrialRow> rows, IReadOnlyList<MetricRow> metrics, TrialNeeds? needs = null,
        IReadOnlyList<AttemptRow>? attempts = null) =>
        new(rules, new Strategy(new StrategyRules(1, null, rules.Maximize), null, stopper),
            new LedgerState(rows) { Untold = metrics, Attempts = attempts ?? [] }, needs: needs);

    /// <summary>Free slots of one unit, each with a device of its own.</summary>
    public static void Assign(this SweepSchedule schedule, IEnumerable<string> free, TimeSpan elapsed, ScheduleStep step) =>
        schedule.Assign(free.Select(slot => new SlotGrant { Slot = slot, IsWholeDevice = true }), elapsed, step);

    /// <summary>A schedule with the first trial on <see cref="OneSlot"/>.</summary>
    public static SweepSchedule Running(int trials)
    {
        var schedule = Schedule(trials);
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        return schedule;
    }

    /// <summary>Ends an attempt of the first trial and lets the schedule go on; returns what became of the trial.</summary>
    public static TrialStatus EndAndGoOn(SweepSchedule schedule, int attempt, AttemptOutcome outcome)
    {
        var step = new ScheduleStep();
        schedule.Take("n/cpu/0", Attempt(0, attempt), Ended(outcome), step);
        schedule.Assign(OneSlot, TimeSpan.Zero, step);
        return step.Changes.OfType<AttemptFinished>().Single().Next;
    }

    public static TrialRef Attempt(int trial, int attempt = 1) => new(Name, trial, attempt);

    public static TrialReport Report(int epoch, double loss) =>
        new() { Epoch = epoch, Metrics = new Dictionary<string, double> { ["loss"] = loss } };

    public static TrialEnded Ended(AttemptOutcome outcome, string? reason = null) => new() { Outcome = outcome, Reason = reason };

    public sealed class NeverStop : IStopper
    {
        public string Name => "none";

        public bool IsBlind => true;

        public void Note(int trial, Reading report)
        {
        }

        public Verdict? Judge(TrialCurve own) => null;
    }

    public sealed class StopAt(int epochToStop, Func<int, bool> which) : IStopper
    {
        public string Name => "test";

        public void Note(int trial, Reading report)
        {
        }

        public Verdict? Judge(TrialCurve own) => own.Newest.Epoch >= epochToStop && which(own.Trial)
            ? new StopVerdict($"worse than the others at epoch {epochToStop}") : null;
    }
}
