using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>Which trial starts where, and when.</summary>
public sealed class SweepScheduleTests
{
    [Fact]
    public void Planned_trials_start_on_free_slots_lowest_number_first()
    {
        var schedule = Schedule(trials: 3);
        var step = new ScheduleStep();

        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        Assert.Equal([new AttemptStarted(Attempt(0), "n/cpu/0"), new AttemptStarted(Attempt(1), "n/cpu/1")], step.Changes);
        Assert.Equal(["n/cpu/0", "n/cpu/1"], step.Actions.Select(a => a.Slot));
        Assert.Equal(1, schedule.Count(TrialStatus.Planned));
        Assert.Equal(3, schedule.Wants.Sum(want => want.Count));
    }

    [Fact]
    public void Trials_of_configurations_that_are_wanted_first_start_before_those_of_lower_numbers()
    {
        var rules = Rules with { First = ["""{"x":3}""", """{"x":9}""", """{"x":1}"""] };
        var schedule = Rebuilt(rules, new NeverStop(), Planned(4), []);
        string[] slots = ["n/cpu/0", "n/cpu/1", "n/cpu/2", "n/cpu/3"];
        var step = new ScheduleStep();

        schedule.Assign(slots, TimeSpan.Zero, step);

        Assert.Equal([3, 1, 0, 2], step.Actions.Cast<StartOnSlot>().Select(start => start.Trial.Trial));
    }

    [Fact]
    public void A_slot_is_told_the_text_that_the_trial_was_planned_with()
    {
        var schedule = Rebuilt(
            Rules, new NeverStop(), [Row(0) with { Plan = Row(0).Plan with { Corpus = CorpusFacts.Of("090b5e7e", null) } }], []);
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal("090b5e7e", Assert.IsType<StartOnSlot>(Assert.Single(step.Actions)).Plan.Corpus!.Sha256);
    }

    [Fact]
    public void A_busy_slot_gets_no_second_trial()
    {
        var schedule = Schedule(trials: 3);
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());

        var step = new ScheduleStep();
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.True(step.IsEmpty);
    }

    [Fact]
    public void The_end_of_a_trial_and_the_start_of_the_next_fit_one_transaction()
    {
        var schedule = Running(trials: 2);
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Completed), step);
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Collection(
            step.Changes,
            first => Assert.Equal(TrialStatus.Completed, Assert.IsType<AttemptFinished>(first).Next),
            second => Assert.Equal(Attempt(1), Assert.IsType<AttemptStarted>(second).Trial));
    }
}
