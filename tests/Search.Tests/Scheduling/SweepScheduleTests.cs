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
        Assert.Equal(3, schedule.WantedSlots);
    }

    [Fact]
    public void A_slot_is_told_the_text_that_the_trial_was_planned_with()
    {
        var schedule = new SweepSchedule(
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

    [Fact]
    public void An_adaptive_sampler_is_asked_when_a_slot_is_free_and_nothing_is_planned()
    {
        var asked = new List<(long Index, double?[] History)>();
        var schedule = new SweepSchedule(Rules with { Replicates = 2, MaxTrials = 4 }, new NeverStop(), [], [], (index, history) =>
        {
            asked.Add((index, [.. history.Finished.Select(o => o.Loss)]));
            return [.. Enumerable.Range((int)index * 2, 2)
                .Select(n => new PlannedTrial { Number = n, Config = "{}", Replicate = n % 2, Seed = n % 2, Epochs = 1 })];
        });
        var first = new ScheduleStep();
        schedule.Assign(OneSlot, TimeSpan.Zero, first);

        foreach (var (trial, loss) in new[] { (0, 0.2), (1, 0.4) })
        {
            schedule.Take("n/cpu/0", Attempt(trial), Report(1, loss), new ScheduleStep());
            schedule.Take("n/cpu/0", Attempt(trial), Ended(AttemptOutcome.Completed), new ScheduleStep());
            schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        }

        Assert.Equal([0, 1], first.NewTrials.Select(t => t.Number));
        Assert.Equal([0L, 1L], asked.Select(a => a.Index));
        Assert.Empty(asked[0].History);
        Assert.Equal(0.3, Assert.Single(asked[1].History)!.Value, 12);
        Assert.Equal(2, schedule.WantedSlots);
    }
}
