using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>What the end of an attempt means for its trial.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(AttemptOutcome.Completed, TrialStatus.Completed)]
    [InlineData(AttemptOutcome.Diverged, TrialStatus.Diverged)]
    [InlineData(AttemptOutcome.Cancelled, TrialStatus.Cancelled)]
    [InlineData(AttemptOutcome.BadInput, TrialStatus.Failed)]
    [InlineData(AttemptOutcome.Crashed, TrialStatus.Planned)]
    [InlineData(AttemptOutcome.OutOfMemory, TrialStatus.Planned)]
    [InlineData(AttemptOutcome.Hung, TrialStatus.Planned)]
    [InlineData(AttemptOutcome.Error, TrialStatus.Planned)]
    [InlineData(AttemptOutcome.Interrupted, TrialStatus.Planned)]
    [InlineData(AttemptOutcome.LostNode, TrialStatus.Planned)]
    [InlineData(AttemptOutcome.Preempted, TrialStatus.Planned)]
    public void First_attempt_ends(AttemptOutcome outcome, TrialStatus next)
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), Ended(outcome), step);

        Assert.Equal(next, Assert.IsType<AttemptFinished>(Assert.Single(step.Changes)).Next);
        Assert.Equal(next.IsFinal(), schedule.IsOver);
    }

    [Fact]
    public void A_trial_fails_when_its_retries_are_used_up()
    {
        var schedule = Running(trials: 1);

        var statuses = Enumerable.Range(1, 3).Select(attempt => EndAndGoOn(schedule, attempt, AttemptOutcome.Crashed)).ToList();

        Assert.Equal([TrialStatus.Planned, TrialStatus.Planned, TrialStatus.Failed], statuses);
        Assert.True(schedule.IsOver);
    }

    [Fact]
    public void Interruptions_never_count_against_retries()
    {
        var schedule = Running(trials: 1);

        for (var attempt = 1; attempt <= 20; attempt++)
            Assert.Equal(TrialStatus.Planned, EndAndGoOn(schedule, attempt, AttemptOutcome.Interrupted));

        Assert.Equal(TrialStatus.Completed, EndAndGoOn(schedule, 21, AttemptOutcome.Completed));
    }

    [Fact]
    public void A_trial_that_loses_one_node_after_the_other_fails_in_the_end()
    {
        var schedule = Running(trials: 1);

        var statuses = Enumerable.Range(1, 5).Select(attempt => EndAndGoOn(schedule, attempt, AttemptOutcome.LostNode)).ToList();

        // Two are accidents, two are retries.
        Assert.Equal([TrialStatus.Planned, TrialStatus.Planned, TrialStatus.Planned, TrialStatus.Planned, TrialStatus.Failed], statuses);
    }

    [Fact]
    public void The_next_coordinator_knows_from_the_ledger_how_many_nodes_a_trial_lost_in_a_row()
    {
        AttemptOutcome[] past =
            [AttemptOutcome.LostNode, AttemptOutcome.Crashed, AttemptOutcome.LostNode, AttemptOutcome.Interrupted, AttemptOutcome.LostNode];
        var rows = past.Select((outcome, i) => new AttemptRow { Trial = 0, Attempt = i + 1, Slot = "n/cpu/0", Outcome = outcome }).ToList();
        var schedule =
            Rebuilt(Rules with { Retries = 1 }, new NeverStop(), [Row(0, attempts: 5) with { Failures = 1 }], [], attempts: rows);
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());

        Assert.Equal(TrialStatus.Failed, EndAndGoOn(schedule, 6, AttemptOutcome.LostNode));
    }

    [Fact]
    public void Lost_nodes_that_counted_are_not_taken_for_want_of_memory()
    {
        AttemptOutcome[] past = [AttemptOutcome.OutOfMemory, AttemptOutcome.LostNode, AttemptOutcome.LostNode, AttemptOutcome.LostNode];

        Assert.Equal(1, AttemptPolicy.Doublings(past, failures: 1));
    }

    [Fact]
    public void Failures_of_earlier_coordinators_count()
    {
        var rows = new[] { Row(0, attempts: 2) with { Failures = 2 } };
        var schedule = Rebuilt(Rules, new NeverStop(), rows, []);
        var step = new ScheduleStep();
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        schedule.Take("n/cpu/0", Attempt(0, 3), Ended(AttemptOutcome.Hung), step);

        Assert.Equal(TrialStatus.Failed, Assert.IsType<AttemptFinished>(step.Changes[^1]).Next);
    }

    [Fact]
    public void A_fault_of_the_place_pauses_the_sweep_and_costs_no_trial_a_retry()
    {
        var schedule = Schedule(trials: 3);
        schedule.Assign(TwoSlots, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), new TrialEnded { Outcome = AttemptOutcome.NodeFault, Reason = "the disk is full" }, step);
        schedule.UpdateNodes(
            [new NodeOffer { Node = "n", Incarnation = "1", Devices = [new DeviceOffer { Device = "cpu", Units = 2 }] }], step);
        schedule.Take("n/cpu/1", Attempt(1), Ended(AttemptOutcome.Interrupted), step);
        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        Assert.All(step.Changes, change => Assert.Equal(TrialStatus.Planned, Assert.IsType<AttemptFinished>(change).Next));
        Assert.Equal("the disk is full", schedule.Fault);
        Assert.True(schedule.IsOver);
        Assert.Equal(3, schedule.Count(TrialStatus.Planned));
    }
}
