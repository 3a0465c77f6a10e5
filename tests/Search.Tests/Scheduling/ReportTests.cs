using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>What reports do: recorded once, judged once.</summary>
public sealed class ReportTests
{
    [Fact]
    public void An_epoch_that_was_survived_once_is_not_judged_again_by_a_later_attempt()
    {
        var rows = new[] { Row(0, attempts: 1) with { EpochsDone = 2 } };
        var schedule = Rebuilt(Rules, new StopAt(2, _ => true), rows, []);
        var step = new ScheduleStep();
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        schedule.Take("n/cpu/0", Attempt(0, 2), Report(1, 1.0), step);
        schedule.Take("n/cpu/0", Attempt(0, 2), Report(2, 1.0), step);

        Assert.DoesNotContain(step.Actions, action => action is StopOnSlot);
    }

    /// <summary>The stop reaches a program when it has ended by itself, or before: that is timing, the decision is not.</summary>
    [Theory]
    [InlineData(AttemptOutcome.Completed)]
    [InlineData(AttemptOutcome.Stopped)]
    public void A_trial_whose_end_nobody_knows_is_stopped_when_the_rule_says_so(AttemptOutcome outcome)
    {
        var schedule = Rebuilt(Rules, new StopAt(2, _ => true), Planned(1, epochs: 0), []);
        var step = new ScheduleStep();
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        foreach (var epoch in new[] { 1, 2, 3 }) schedule.Take("n/cpu/0", Attempt(0), Report(epoch, 1.0), step);
        schedule.Take("n/cpu/0", Attempt(0), Ended(outcome), step);

        Assert.Equal([1, 2], step.Changes.OfType<EpochReported>().Select(change => change.Report.Epoch));
        Assert.Equal(TrialStatus.Stopped, step.Changes.OfType<AttemptFinished>().Single().Next);
    }

    [Fact]
    public void Epochs_are_counted_in_all_only_where_they_are_known()
    {
        var schedule = Rebuilt(Rules, new NeverStop(), Planned(2, epochs: 0), []);
        schedule.Assign(TwoSlots, TimeSpan.Zero, new ScheduleStep());

        schedule.Take("n/cpu/0", Attempt(0), new TrialStarted { Epochs = 5 }, new ScheduleStep());
        var partly = schedule.Snapshot(1, null, false);
        schedule.Take("n/cpu/1", Attempt(1), new TrialStarted { Epochs = 4 }, new ScheduleStep());

        Assert.Equal(0, partly.Epochs);
        Assert.Equal([5, 0], partly.Running.Select(trial => trial.Epochs));
        Assert.Equal(9, schedule.Snapshot(2, null, false).Epochs);
    }

    [Fact]
    public void What_a_report_has_to_say_to_people_becomes_a_notice()
    {
        var schedule = Running(trials: 1);

        schedule.Take("n/cpu/0", Attempt(0), Report(1, 1.0) with { Notice = "a strange epoch" }, new ScheduleStep());

        Assert.Equal(["cells/0: a strange epoch"], schedule.Snapshot(1, null, false).Notices);
    }

    [Fact]
    public void Events_of_another_attempt_change_nothing()
    {
        var schedule = Running(trials: 2);
        EndAndGoOn(schedule, 1, AttemptOutcome.Crashed);
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0, 1), Report(1, 0.5), step);
        schedule.Take("n/cpu/0", Attempt(0, 1), Ended(AttemptOutcome.Completed), step);
        schedule.Take("n/cpu/9", Attempt(0, 2), Ended(AttemptOutcome.Completed), step);

        Assert.True(step.IsEmpty);
        Assert.Equal(1, schedule.Count(TrialStatus.Running));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, -1e308)]
    [InlineData(1, double.NaN)]
    public void A_report_that_makes_no_sense_is_not_recorded_and_its_attempt_is_told_to_end(int epoch, double seconds)
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();

        schedule.Take(
            "n/cpu/0", Attempt(0), new TrialReport { Epoch = epoch, Seconds = seconds, Metrics = new Dictionary<string, double>() }, step);

        Assert.Empty(step.Changes);
        var stop = Assert.IsType<StopOnSlot>(Assert.Single(step.Actions));
        Assert.Equal(AttemptOutcome.Crashed, stop.Outcome);
        Assert.Contains("node n passed on what its worker may not say", stop.Reason);
    }

    [Fact]
    public void An_end_of_an_unknown_kind_is_a_crash()
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), new TrialEnded { Outcome = (AttemptOutcome)99 }, step);

        Assert.Equal(AttemptOutcome.Crashed, Assert.IsType<AttemptFinished>(Assert.Single(step.Changes)).Ended.Outcome);
    }

    [Fact]
    public void A_repeated_report_is_recorded_once()
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();

        foreach (var epoch in new[] { 1, 1, 2, 1, 2, 3 }) schedule.Take("n/cpu/0", Attempt(0), Report(epoch, 1.0), step);

        Assert.Equal([1, 2, 3], step.Changes.OfType<EpochReported>().Select(c => c.Report.Epoch));
    }

    [Fact]
    public void A_stopped_trial_is_told_once_and_its_later_reports_are_dropped()
    {
        var schedule = Schedule(trials: 1, stopper: new StopAt(2, _ => true));
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();

        for (var epoch = 1; epoch <= 4; epoch++) schedule.Take("n/cpu/0", Attempt(0), Report(epoch, 1.0), step);

        Assert.Equal([1, 2], step.Changes.OfType<EpochReported>().Select(c => c.Report.Epoch));
        var stop = Assert.IsType<StopOnSlot>(Assert.Single(step.Actions));
        Assert.Equal((AttemptOutcome.Stopped, "worse than the others at epoch 2"), (stop.Outcome, stop.Reason));
    }

    [Fact]
    public void A_stop_that_comes_after_the_last_epoch_leaves_the_trial_completed()
    {
        var schedule = Schedule(trials: 1, stopper: new StopAt(3, _ => true));
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();
        schedule.Take("n/cpu/0", Attempt(0), Report(3, 1.0), step);

        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Completed), step);

        Assert.Equal(TrialStatus.Completed, step.Changes.OfType<AttemptFinished>().Last().Next);
    }

    [Theory]
    [InlineData(AttemptOutcome.Completed, AttemptOutcome.Stopped)]
    [InlineData(AttemptOutcome.Diverged, AttemptOutcome.Stopped)]
    [InlineData(AttemptOutcome.Preempted, AttemptOutcome.Stopped)]
    [InlineData(AttemptOutcome.Crashed, AttemptOutcome.Crashed)]
    [InlineData(AttemptOutcome.LostNode, AttemptOutcome.LostNode)]
    public void A_stopped_trial_stays_stopped_however_its_attempt_ends_before_it_hears_of_that(AttemptOutcome ends, AttemptOutcome recorded)
    {
        var schedule = Schedule(trials: 1, stopper: new StopAt(2, _ => true));
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();
        for (var epoch = 1; epoch <= 3; epoch++) schedule.Take("n/cpu/0", Attempt(0), Report(epoch, 1.0), step);

        schedule.Take("n/cpu/0", Attempt(0), Ended(ends), step);

        Assert.Equal(2, step.Changes.OfType<EpochReported>().Count());
        var end = step.Changes.OfType<AttemptFinished>().Last();
        Assert.Equal((TrialStatus.Stopped, recorded, "worse than the others at epoch 2"), (end.Next, end.Ended.Outcome, end.Ended.Reason));
    }

    [Fact]
    public void A_stopped_trial_stays_stopped_when_the_sweep_is_paused_before_its_worker_has_ended()
    {
        var schedule = Schedule(trials: 1, stopper: new StopAt(2, _ => true));
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();
        schedule.Take("n/cpu/0", Attempt(0), Report(2, 1.0), step);

        schedule.Interrupt(step);
        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Interrupted), step);

        Assert.Equal(TrialStatus.Stopped, step.Changes.OfType<AttemptFinished>().Last().Next);
    }

    [Fact]
    public void Progress_counts_epochs_of_all_attempts_once()
    {
        var schedule = Running(trials: 2);
        schedule.Take("n/cpu/0", Attempt(0), Report(1, 1), new ScheduleStep());
        schedule.Take("n/cpu/0", Attempt(0), Report(2, 1), new ScheduleStep());
        EndAndGoOn(schedule, 1, AttemptOutcome.Crashed);

        schedule.Take("n/cpu/0", Attempt(0, 2), Report(1, 1), new ScheduleStep());

        var snapshot = schedule.Snapshot(7, null, false);
        Assert.Equal((7, 2, 6), (snapshot.Version, snapshot.EpochsDone, snapshot.Epochs));
        Assert.Equal(1, Assert.Single(snapshot.Running).EpochsDone);
        Assert.Contains("retry 1 of 2", Assert.Single(snapshot.Notices));
    }
}
