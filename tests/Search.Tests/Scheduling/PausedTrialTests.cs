using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>Trials that wait at a rung: when they go on, and when they have waited in vain.</summary>
public sealed class PausedTrialTests
{
    [Fact]
    public void One_that_may_go_on_asks_for_a_slot_although_there_is_none()
    {
        var schedule = Found(mayGoOn: 1, Pauses(0, 1), Row(0, TrialStatus.Paused, 1), Row(1, TrialStatus.Paused, 1));
        var step = new ScheduleStep();

        schedule.Assign([], TimeSpan.Zero, step);

        Assert.Equal(1, schedule.Wants.Sum(want => want.Count));
        Assert.Empty(step.Changes);
        schedule.Assign(OneSlot, TimeSpan.Zero, step);
        Assert.Equal(1, Assert.Single(step.Changes.OfType<TrialResumed>()).Trial.Trial);
    }

    [Fact]
    public void When_nothing_runs_and_none_may_go_on_all_have_waited_in_vain()
    {
        var schedule = Found(mayGoOn: null, Pauses(0, 1), Row(0, TrialStatus.Paused, 1), Row(1, TrialStatus.Paused, 1));
        var step = new ScheduleStep();

        schedule.Assign([], TimeSpan.Zero, step);

        Assert.Equal([0, 1], step.Changes.OfType<WaitingTrialStopped>().Select(change => change.Trial.Trial));
        Assert.Equal([3L, 4L], step.Changes.OfType<DecisionMade>().Select(change => change.Decision.Number));
        Assert.True(schedule.IsOver);
    }

    [Fact]
    public void When_the_target_is_reached_those_that_wait_end_for_that_and_the_log_follows_again()
    {
        var rows = new[] { Row(0, TrialStatus.Paused, 1), Row(1, TrialStatus.Completed, 1) with { Metric = 0.4 } };
        var schedule = Found(mayGoOn: 0, Pauses(0), Rules with { Target = 0.5 }, rows);
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        var stop = Assert.Single(step.Changes.OfType<DecisionMade>()).Decision;
        Assert.Equal((DecisionKind.Stop, 0), (stop.Kind, stop.Trial));
        Assert.Equal($"waited when the sweep closed: {Rules.Sweep}/1 reached the target {Rules.Metric} 0.5", stop.Reason);
        Assert.True(schedule.IsOver);
        var log = new LedgerState(rows) { Decisions = [.. Pauses(0), stop] };
        // That nobody reported anything is of this test alone.
        Assert.StartsWith("decision 1 is pause trial 0", Assert.Single(
            log.Fold(new Strategy(new StrategyRules(1, null, Maximize: false), null, new GoesOn(null)), asksSampler: true)));
        Assert.Equal($$"""{"closed":"{{Rules.Sweep}}/1 reached the target {{Rules.Metric}} 0.5"}""", stop.Evidence);
    }

    [Theory]
    [InlineData("waited when the sweep closed: its time is over", null, true)]
    [InlineData("waited when the sweep closed: its time is over", """{"closed":"its time is over"}""", true)]
    [InlineData("its time is over", """{"closed":"its time is over"}""", false)]
    [InlineData("waited when the sweep closed: its time is over", """{"closed":"the target is reached"}""", false)]
    public void Why_a_sweep_closed_is_a_fact_of_its_log_and_in_earlier_ones_part_of_the_sentence(string reason, string? fact, bool isSame)
    {
        var stop = Decided(2, DecisionKind.Stop, 0) with { Reason = reason, Evidence = fact };
        var log = new LedgerState([Row(0, TrialStatus.Paused, 1)]) { Decisions = [.. Pauses(0), stop] };

        var differences = log.Fold(new Strategy(new StrategyRules(1, null, Maximize: false), null, new GoesOn(null)), asksSampler: true);

        // That nobody reported anything is of this test alone.
        Assert.Equal(isSame, differences.Count == 1);
        Assert.StartsWith("decision 1 is pause trial 0", differences[0]);
    }

    [Fact]
    public void One_that_went_on_and_waits_again_is_left_waiting_by_a_new_coordinator()
    {
        Decision[] log = [Decided(1, DecisionKind.Pause, 0), Decided(2, DecisionKind.Resume, 0), Decided(3, DecisionKind.Pause, 0)];
        var schedule = Found(mayGoOn: null, log, Row(0, TrialStatus.Paused, 2), Row(1));
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal(Attempt(1), Assert.Single(step.Actions.OfType<StartOnSlot>()).Trial);
        Assert.Equal(1, schedule.Count(TrialStatus.Paused));
    }

    [Fact]
    public void One_whose_attempt_was_lost_after_the_decision_waits_without_another_attempt()
    {
        var schedule = Found(mayGoOn: null, Pauses(0), Row(0, attempts: 1), Row(1));
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal(0, Assert.Single(step.Changes.OfType<PlannedTrialPaused>()).Trial.Trial);
        Assert.Equal(Attempt(1), Assert.Single(step.Actions.OfType<StartOnSlot>()).Trial);
    }

    [Theory]
    [InlineData(AttemptOutcome.Completed)]
    [InlineData(AttemptOutcome.Diverged)]
    [InlineData(AttemptOutcome.Paused)]
    public void One_that_goes_on_before_it_has_paused_repeats_what_it_reported_meanwhile(AttemptOutcome end)
    {
        var rule = new PausesAtFirst();
        var (schedule, step) = (Rebuilt(Rules, rule, Planned(1), []), new ScheduleStep());
        schedule.Assign(OneSlot, TimeSpan.Zero, step);
        schedule.Take("n/cpu/0", Attempt(0), Report(1, 2.0), step);
        schedule.Take("n/cpu/0", Attempt(0), Report(2, 1.0), step);
        rule.Promotable = 0;
        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        schedule.Take("n/cpu/0", Attempt(0), Report(3, 1.5), step);
        schedule.Take("n/cpu/0", Attempt(0), Ended(end), step);
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal([1], step.Changes.OfType<EpochReported>().Select(change => change.Report.Epoch));
        var finished = Assert.Single(step.Changes.OfType<AttemptFinished>());
        Assert.Equal((AttemptOutcome.Paused, TrialStatus.Planned), (finished.Ended.Outcome, finished.Next));
        foreach (var epoch in (int[])[1, 2, 3]) schedule.Take("n/cpu/0", Attempt(0, 2), Report(epoch, 1.0), step);
        schedule.Take("n/cpu/0", Attempt(0, 2), Ended(AttemptOutcome.Completed), step);
        Assert.Equal([1, 1, 2, 3], step.Changes.OfType<EpochReported>().Select(change => change.Report.Epoch));
        Assert.Equal(TrialStatus.Completed, step.Changes.OfType<AttemptFinished>().Last().Next);
    }

    [Fact]
    public void One_that_crashes_while_it_is_to_pause_waits_and_is_whole_when_it_goes_on()
    {
        var rule = new PausesAtFirst();
        var (schedule, step) = (Rebuilt(Rules, rule, Planned(1), []), new ScheduleStep());
        schedule.Assign(OneSlot, TimeSpan.Zero, step);
        schedule.Take("n/cpu/0", Attempt(0), Report(1, 2.0), step);

        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Crashed), step);

        Assert.Equal(1, schedule.Count(TrialStatus.Paused));
        Assert.Single(step.Changes.OfType<PlannedTrialPaused>());
        rule.Promotable = 0;
        schedule.Assign(OneSlot, TimeSpan.Zero, step);
        foreach (var epoch in (int[])[1, 2, 3]) schedule.Take("n/cpu/0", Attempt(0, 2), Report(epoch, 1.0), step);
        Assert.Equal([1, 1, 2, 3], step.Changes.OfType<EpochReported>().Select(change => change.Report.Epoch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_coordinator_ends_an_attempt_that_went_on_before_it_had_paused(bool hadPaused)
    {
        Decision[] log = [Decided(1, DecisionKind.Pause, 0), Decided(2, DecisionKind.Resume, 0)];
        AttemptRow paused = new() { Trial = 0, Attempt = 1, Slot = "n/cpu/0", Outcome = AttemptOutcome.Paused };
        var schedule = new SweepSchedule(
            Rules, new Strategy(new StrategyRules(1, null, Maximize: false), null, new GoesOn(null)),
            new LedgerState([Row(0, TrialStatus.Running, 2)]) { Decisions = log, Attempts = hadPaused ? [paused] : [] });
        var step = new ScheduleStep();

        schedule.Adopt("n/cpu/0", Attempt(0, 2));
        schedule.Assign([], TimeSpan.Zero, step);
        schedule.Take("n/cpu/0", Attempt(0, 2), Report(3, 1.0), step);
        schedule.Take("n/cpu/0", Attempt(0, 2), Ended(AttemptOutcome.Completed), step);

        Assert.Equal(hadPaused ? 0 : 1, step.Actions.OfType<StopOnSlot>().Count());
        Assert.Equal(hadPaused ? 1 : 0, step.Changes.OfType<EpochReported>().Count());
        Assert.Equal(hadPaused ? TrialStatus.Completed : TrialStatus.Planned, step.Changes.OfType<AttemptFinished>().Single().Next);
    }

    private static SweepSchedule Found(int? mayGoOn, Decision[] log, params TrialRow[] rows) => Found(mayGoOn, log, Rules, rows);

    private static SweepSchedule Found(int? mayGoOn, Decision[] log, ScheduleRules rules, params TrialRow[] rows) => new(
        rules, new Strategy(new StrategyRules(1, null, Maximize: false), null, new GoesOn(mayGoOn)),
        new LedgerState(rows) { Decisions = log });

    private static Decision[] Pauses(params int[] trials) =>
        [.. trials.Select((trial, place) => Decided(place + 1, DecisionKind.Pause, trial))];

    private static Decision Decided(int number, DecisionKind kind, int trial) =>
        new() { Number = number, Seen = 0, Kind = kind, Trial = trial, Reason = "test" };

    /// <summary>Pauses the first trial at its first report, and lets it go on when the test says so, once.</summary>
    private sealed class PausesAtFirst : IStopper
    {
        public string Name => "test";

        public int? Promotable { get; set; }

        public void Note(int trial, Reading report)
        {
        }

        public Verdict? Judge(TrialCurve own) => own is { Trial: 0, Newest.Epoch: 1 } ? new PauseVerdict("waits") : null;

        public Promotion? Promote()
        {
            var next = Promotable is { } number ? new Promotion(number, "test") : null;
            Promotable = null;
            return next;
        }
    }

    /// <summary>Lets one trial go on, once.</summary>
    private sealed class GoesOn(int? trial) : IStopper
    {
        private int? left = trial;

        public string Name => "test";

        public void Note(int trial, Reading report)
        {
        }

        public Verdict? Judge(TrialCurve own) => null;

        public int? Promotable => left;

        public Promotion? Promote()
        {
            var next = left is { } number ? new Promotion(number, "test") : null;
            left = null;
            return next;
        }
    }
}
