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

        Assert.Equal(1, schedule.WantedSlots);
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

    private static SweepSchedule Found(int? mayGoOn, Decision[] log, params TrialRow[] rows) => Found(mayGoOn, log, Rules, rows);

    private static SweepSchedule Found(int? mayGoOn, Decision[] log, ScheduleRules rules, params TrialRow[] rows) => new(
        rules, new Strategy(new StrategyRules(1, null, Maximize: false), null, new GoesOn(mayGoOn)),
        new LedgerState(rows) { Decisions = log });

    private static Decision[] Pauses(params int[] trials) =>
        [.. trials.Select((trial, place) => Decided(place + 1, DecisionKind.Pause, trial))];

    private static Decision Decided(int number, DecisionKind kind, int trial) =>
        new() { Number = number, Seen = 0, Kind = kind, Trial = trial, Reason = "test" };

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
