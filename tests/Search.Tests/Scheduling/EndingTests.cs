using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Objectives;
using Sweep.Search.Scheduling;
using Sweep.Search.Strategies;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>How a sweep ends: target, time, cancel, interrupt.</summary>
public sealed class EndingTests
{
    [Fact]
    public void A_trial_that_was_interrupted_after_the_time_budget_was_spent_still_goes_on()
    {
        var schedule =
            Rebuilt(Rules with { MaxTime = TimeSpan.FromHours(1) }, new NeverStop(), [Row(0, attempts: 1), Row(1)], []);
        var step = new ScheduleStep();

        schedule.Assign(TwoSlots, TimeSpan.FromHours(2), step);

        Assert.Equal(1, Assert.IsType<PlannedTrialCancelled>(step.Changes[0]).Trial.Trial);
        Assert.Equal(Attempt(0, 2), Assert.IsType<AttemptStarted>(step.Changes[1]).Trial);
    }

    [Theory]
    [InlineData(false, 0.5, 0.4)]
    [InlineData(true, 0.5, 0.6)]
    public void After_the_target_is_reached_planned_trials_end_and_running_ones_go_on(bool maximize, double target, double reached)
    {
        var schedule = Schedule(trials: 4, Rules with { Target = target, Maximize = maximize });
        schedule.Assign(TwoSlots, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), Report(1, reached), step);
        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        Assert.Equal([2, 3], step.Changes.OfType<PlannedTrialCancelled>().Select(c => c.Trial.Trial));
        Assert.Contains("cells/0 reached the target loss 0.5", step.Changes.OfType<PlannedTrialCancelled>().First().Reason);
        Assert.Equal(2, schedule.Count(TrialStatus.Running));
        Assert.Empty(step.Actions);
    }

    [Fact]
    public void Where_the_last_report_counts_a_trial_reaches_the_target_when_it_ends_there()
    {
        var schedule = Schedule(trials: 4, Rules with { Target = 0.5, Summary = MetricSummary.Last });
        var step = new ScheduleStep();
        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        foreach (var (epoch, loss) in new[] { (1, 0.9), (2, 0.4), (3, 0.6) })
            schedule.Take("n/cpu/0", Attempt(0), Report(epoch, loss), step);
        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Completed), step);
        schedule.Take("n/cpu/1", Attempt(1), Report(1, 0.4), step);
        Assert.Empty(step.Changes.OfType<PlannedTrialCancelled>());
        schedule.Take("n/cpu/1", Attempt(1), Ended(AttemptOutcome.Completed), step);

        Assert.Equal([2, 3], step.Changes.OfType<PlannedTrialCancelled>().Select(c => c.Trial.Trial));
        Assert.Contains("cells/1 reached the target loss 0.5", step.Changes.OfType<PlannedTrialCancelled>().First().Reason);
    }

    [Theory]
    [InlineData(TrialStatus.Completed, true)]
    [InlineData(TrialStatus.Stopped, true)]
    [InlineData(TrialStatus.Failed, false)]
    [InlineData(TrialStatus.Running, false)]
    public void Who_takes_over_holds_the_target_for_reached_by_trials_that_ended_there(TrialStatus status, bool isReached)
    {
        var rules = Rules with { Target = 0.5, Summary = MetricSummary.Last };
        var schedule = Rebuilt(rules, new NeverStop(), [Row(0, status, attempts: 1) with { Metric = 0.4 }, Row(1)], []);
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal(isReached, step.Changes.OfType<PlannedTrialCancelled>().Any());
    }

    [Fact]
    public void A_trial_that_breaks_a_constraint_on_outcomes_does_not_reach_the_target()
    {
        var rules = Rules with { Target = 0.5, Goals = new([new("loss")], [OutcomeConstraint.Parse("seconds <= 1")]) };
        var schedule = Schedule(trials: 4, rules);
        var step = new ScheduleStep();
        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        schedule.Take("n/cpu/0", Attempt(0), Seconds(1, 0.9, 1), step);
        schedule.Take("n/cpu/0", Attempt(0), Seconds(2, 0.4, 2), step);
        // Its best report is the one that breaks it.
        schedule.Take("n/cpu/0", Attempt(0), Seconds(3, 0.45, 1), step);
        Assert.Empty(step.Changes.OfType<PlannedTrialCancelled>());
        schedule.Take("n/cpu/1", Attempt(1), Seconds(1, 0.5, 1), step);

        Assert.Contains("cells/1 reached the target loss 0.5", step.Changes.OfType<PlannedTrialCancelled>().First().Reason);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Who_takes_over_knows_which_trials_break_a_constraint(bool isBroken, bool isReached)
    {
        LedgerState found = new([Row(0, TrialStatus.Completed, attempts: 1) with { Metric = 0.4 }, Row(1)])
        {
            Broken = new HashSet<int>(isBroken ? [0] : []),
        };
        var schedule = new SweepSchedule(
            Rules with { Target = 0.5 }, new Strategy(new StrategyRules(1, null, false), null, new NeverStop()), found);
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal(isReached, step.Changes.OfType<PlannedTrialCancelled>().Any());
    }

    private static TrialReport Seconds(int epoch, double loss, double seconds) =>
        new() { Epoch = epoch, Metrics = new Dictionary<string, double> { ["loss"] = loss, ["seconds"] = seconds } };

    [Fact]
    public void After_the_time_budget_no_new_trials_start()
    {
        var schedule = Schedule(trials: 3, Rules with { MaxTime = TimeSpan.FromMinutes(10) });
        schedule.Assign(OneSlot, TimeSpan.FromMinutes(9.9), new ScheduleStep());
        var step = new ScheduleStep();

        schedule.Assign(TwoSlots, TimeSpan.FromMinutes(10), step);

        Assert.Equal([1, 2], step.Changes.OfType<PlannedTrialCancelled>().Select(c => c.Trial.Trial));
        Assert.False(schedule.IsOver);
        Assert.Equal(TrialStatus.Completed, EndAndGoOn(schedule, 1, AttemptOutcome.Completed));
        Assert.True(schedule.IsOver);
    }

    [Fact]
    public void Cancel_ends_planned_trials_at_once_and_running_ones_when_they_answer()
    {
        var schedule = Running(trials: 2);
        var step = new ScheduleStep();

        schedule.Cancel(step);
        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Crashed), step);

        Assert.IsType<PlannedTrialCancelled>(step.Changes[0]);
        Assert.Equal(AttemptOutcome.Cancelled, Assert.IsType<StopOnSlot>(step.Actions[0]).Outcome);
        Assert.Equal(TrialStatus.Cancelled, Assert.IsType<AttemptFinished>(step.Changes[1]).Next);
        Assert.True(schedule.IsOver);
    }

    [Fact]
    public void Interrupt_keeps_planned_trials_and_asks_running_ones_for_a_checkpoint()
    {
        var schedule = Running(trials: 2);
        var step = new ScheduleStep();

        schedule.Interrupt(step);
        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Interrupted), step);
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal(AttemptOutcome.Interrupted, Assert.IsType<StopOnSlot>(Assert.Single(step.Actions)).Outcome);
        Assert.Equal(2, schedule.Count(TrialStatus.Planned));
        Assert.True(schedule.IsOver);
    }
}
