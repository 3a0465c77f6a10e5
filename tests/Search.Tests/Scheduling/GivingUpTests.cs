using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>A sweep in which nothing works pauses after a few trials, and a trial that runs out of its time ends.</summary>
public sealed class GivingUpTests
{
    private const string Reason = "the program exited with code 2: lr 0.";

    [Fact]
    public void Three_trials_that_fail_in_the_same_way_pause_the_sweep()
    {
        var schedule = Schedule(trials: 100);

        var attempts = FailAll(schedule, trial => $"{Reason}{trial}");

        Assert.Equal(7, attempts);
        Assert.StartsWith("the first 3 trials failed in the same way, and none succeeded: the program exited with code 2", schedule.Fault);
        Assert.Equal(98, schedule.Count(TrialStatus.Planned));
    }

    [Fact]
    public void Different_failures_do_not() =>
        Assert.Equal(12, FailAll(Schedule(trials: 4), trial => $"no parameter {(char)('a' + trial)}"));

    [Fact]
    public void Nor_does_a_sweep_whose_trials_have_all_begun() => Assert.Equal(9, FailAll(Schedule(trials: 3), _ => Reason));

    [Theory]
    [InlineData(TrialStatus.Completed)]
    [InlineData(TrialStatus.Diverged)]
    public void Nor_one_in_which_a_trial_succeeded_before(TrialStatus status)
    {
        TrialRow[] rows = [Row(0, status, attempts: 1), .. Enumerable.Range(1, 5).Select(n => Row(n))];

        Assert.Equal(15, FailAll(Rebuilt(Rules, new NeverStop(), rows, []), _ => Reason));
    }

    [Fact]
    public void Nor_while_a_trial_runs_that_has_a_result_so_far()
    {
        var schedule = Schedule(trials: 9);
        schedule.Assign(TwoSlots, TimeSpan.Zero, new ScheduleStep());
        schedule.Take("n/cpu/0", Attempt(0), Report(1, 0.5), new ScheduleStep());

        for (var trial = 1; trial <= 4; trial++)
        {
            schedule.Take("n/cpu/1", Attempt(trial), Ended(AttemptOutcome.BadInput, Reason), new ScheduleStep());
            schedule.Assign(TwoSlots, TimeSpan.Zero, new ScheduleStep());
        }

        Assert.Null(schedule.Fault);
    }

    [Fact]
    public void A_trial_whose_time_is_over_is_stopped_with_its_result_so_far()
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();
        schedule.Take("n/cpu/0", Attempt(0), Report(1, 0.5), step);

        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Stopped, "its timeout of 1h is over"), step);

        Assert.Equal(TrialStatus.Stopped, step.Changes.OfType<AttemptFinished>().Single().Next);
    }

    [Fact]
    public void Without_a_result_it_has_failed_and_is_not_tried_again()
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Stopped, "its timeout of 1h is over"), step);

        var end = step.Changes.OfType<AttemptFinished>().Single();
        Assert.Equal((TrialStatus.Failed, AttemptOutcome.BadInput), (end.Next, end.Ended.Outcome));
    }

    /// <summary>Runs the sweep on one slot, where each attempt fails; returns how many there were.</summary>
    private static int FailAll(SweepSchedule schedule, Func<int, string> reason)
    {
        for (var attempts = 0; ; attempts++)
        {
            var step = new ScheduleStep();
            schedule.Assign(OneSlot, TimeSpan.Zero, step);
            if (step.Actions.OfType<StartOnSlot>().SingleOrDefault() is not { } start) return attempts;
            schedule.Take(start.Slot, start.Trial, Ended(AttemptOutcome.Error, reason(start.Trial.Trial)), new ScheduleStep());
        }
    }
}
