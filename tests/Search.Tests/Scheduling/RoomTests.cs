using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Scheduling;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>Trials and the room they need: shares that double, predictions that fit nowhere,
/// slots and nodes that are quarantined.</summary>
public sealed class RoomTests
{
    private static readonly TrialNeeds Quarter = new(new SlotNeed { Device = DeviceClass.Cuda, Share = 0.25 });

    [Fact]
    public void A_trial_that_runs_out_of_memory_gets_twice_the_share_until_it_has_the_device_alone_and_only_then_it_counts()
    {
        var schedule = Rebuilt(Rules with { Retries = 0 }, new NeverStop(), Planned(1), [], needs: Quarter);

        Assert.Equal((0.25, TrialStatus.Planned, false), OutOfMemory(schedule, 1));
        Assert.Equal((0.5, TrialStatus.Planned, false), OutOfMemory(schedule, 2));
        Assert.Equal((1, TrialStatus.Failed, true), OutOfMemory(schedule, 3));
        Assert.Equal(2, schedule.Snapshot(0, null, false).Notices.Count(n => n.Contains("twice the share")));
    }

    [Fact]
    public void The_next_coordinator_knows_from_the_ledger_alone_how_large_a_share_a_trial_needs()
    {
        var attempts = new[] { Past(1, AttemptOutcome.OutOfMemory), Past(2, AttemptOutcome.Crashed), Past(3, AttemptOutcome.OutOfMemory),
            Past(4, AttemptOutcome.LostNode) };
        var schedule =
            Rebuilt(Rules, new NeverStop(), [Row(0, attempts: 4) with { Failures = 1 }], [], needs: Quarter, attempts: attempts);

        Assert.Equal(1, Assert.Single(schedule.Wants).Need.Share);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Doublings_are_the_ends_for_want_of_memory_that_were_not_counted(int counted, int doublings) =>
        Assert.Equal(doublings,
            AttemptPolicy.Doublings([AttemptOutcome.OutOfMemory, AttemptOutcome.Interrupted, AttemptOutcome.OutOfMemory], counted));

    [Fact]
    public void A_trial_starts_only_on_a_slot_that_was_given_for_its_need()
    {
        var needs = new TrialNeeds(new SlotNeed { Device = DeviceClass.Cuda }, trial =>
            trial.Config.Json.Contains(":0}") ? Asking(1L << 30) : Asking(1L << 33));
        var schedule = Rebuilt(Rules, new NeverStop(), Planned(2), [], needs: needs);
        var step = new ScheduleStep();

        schedule.Assign([new SlotGrant { Slot = "n/cuda:0/0", MemoryBytes = 1L << 33 },
            new SlotGrant { Slot = "n/cpu/0", MemoryBytes = 1L << 30 }], TimeSpan.Zero, step);

        Assert.Equal(new AttemptStarted(Attempt(1), "n/cuda:0/0"), Assert.Single(step.Changes));
        Assert.Equal([(1L << 33, 1), (1L << 30, 1)], schedule.Wants.Select(w => (w.Need.MemoryBytes, w.Count)));
    }

    [Fact]
    public void A_trial_too_large_for_every_device_is_told_with_both_figures_and_once()
    {
        var schedule =
            Rebuilt(Rules, new NeverStop(), Planned(3), [], needs: new TrialNeeds(new SlotNeed(), _ => Asking(16L << 30)));
        NodeOffer[] small =
            [new() { Node = "n", Incarnation = "1", Devices = [new DeviceOffer { Device = "cpu", Units = 4, MemoryBytes = 8L << 30 }] }];

        schedule.UpdateNodes(small, new ScheduleStep());
        schedule.UpdateNodes(small, new ScheduleStep());

        var notice = Assert.Single(schedule.Snapshot(0, null, false).Notices);
        Assert.Contains("cells/0 and 2 more cannot start: a trial asks for 16 GiB of memory, and the largest device has 8 GiB", notice);
    }

    [Fact]
    public void An_attempt_that_runs_although_it_was_given_up_is_ended_and_one_of_a_later_coordinator_is_left_alone()
    {
        var schedule = Rebuilt(Rules, new NeverStop(), [Row(0, attempts: 2), Row(1, attempts: 2), Row(2)], []);
        schedule.Assign(["n/cpu/0"], TimeSpan.Zero, new ScheduleStep());
        NodeOffer[] nodes =
        [
            new()
            {
                Node = "n",
                Incarnation = "1",
                Busy = [new("n/cpu/0", Attempt(0, 3)), new("n/cpu/1", Attempt(1, 2)), new("n/cpu/2", Attempt(1, 3)),
                    new("n/cpu/3", new("other", 1, 1))],
            },
        ];
        var step = new ScheduleStep();

        schedule.UpdateNodes(nodes, step);

        var stop = Assert.IsType<StopOnSlot>(Assert.Single(step.Actions));
        Assert.Equal(("n/cpu/1", Attempt(1, 2), AttemptOutcome.Interrupted), (stop.Slot, stop.Trial, stop.Outcome));
    }

    [Fact]
    public void A_trial_that_fits_nowhere_because_of_a_quarantine_is_told_where_and_how_to_go_on()
    {
        var schedule =
            Rebuilt(Rules, new NeverStop(), Planned(1), [], needs: new TrialNeeds(new SlotNeed { Device = DeviceClass.Cuda }));
        var node = new NodeOffer
        {
            Node = "n",
            Incarnation = "1",
            Devices = [new DeviceOffer { Device = "cuda:0" }],
            Quarantined = [new("n/cuda:0/1", "broken", Share: 0.25)]
        };

        schedule.UpdateNodes([node], new ScheduleStep());

        Assert.Equal(
            "cells/0 cannot start: a trial asks for 1 of a GPU, and slots in quarantine leave 0.75 of n/cuda:0; they start when node n " +
                "restarts or another one joins (sweep nodes says why)",
            Assert.Single(schedule.Snapshot(0, null, false).Notices));
    }

    [Fact]
    public void A_trial_that_crashed_goes_elsewhere_if_it_can()
    {
        var schedule = Schedule(trials: 2);
        schedule.Assign(["n/cpu/0", "n/cpu/1"], TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();
        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.Crashed), step);

        schedule.Assign(["n/cpu/0", "n/cpu/1", "n/cpu/2"], TimeSpan.Zero, step);

        Assert.Equal(new AttemptStarted(Attempt(0, 2), "n/cpu/2"), step.Changes[^1]);
    }

    [Fact]
    public void A_node_at_fault_is_left_alone_and_only_when_every_node_is_at_fault_the_sweep_pauses()
    {
        var schedule = Schedule(trials: 3);
        string[] slots = ["n/cpu/0", "m/cpu/0"];
        schedule.Assign(slots, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();

        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.NodeFault, "the disk is full"), step);
        schedule.Assign(slots, TimeSpan.Zero, step);
        Assert.Equal(("n", null), (Assert.Single(schedule.FaultyNodes), schedule.Fault));
        Assert.Equal(1, schedule.Count(TrialStatus.Running));

        schedule.Take("m/cpu/0", Attempt(1), Ended(AttemptOutcome.NodeFault, "the disk is full here, too"), step);
        Assert.Null(schedule.Fault);
        Assert.IsType<CheckNodes>(step.Actions[^1]);
        schedule.UpdateNodes([Offering("n"), Offering("m")], step);
        Assert.Equal("the disk is full here, too", schedule.Fault);
        Assert.True(schedule.IsOver);
    }

    [Fact]
    public void Three_trials_in_a_row_condemn_a_slot_while_others_are_well()
    {
        var failures = new SlotFailures();
        failures.Note("good", 0, AttemptOutcome.Completed, counts: false);

        Assert.Null(failures.Note("bad", 1, AttemptOutcome.Crashed, counts: true));
        Assert.Null(failures.Note("bad", 1, AttemptOutcome.Crashed, counts: true));
        Assert.Null(failures.Note("bad", 2, AttemptOutcome.Hung, counts: true));
        Assert.Contains("3 trials in a row", failures.Note("bad", 3, AttemptOutcome.OutOfMemory, counts: true));
        Assert.Null(failures.Note("bad", 4, AttemptOutcome.Crashed, counts: true));
    }

    [Fact]
    public void A_success_in_between_starts_again_and_ends_that_say_nothing_of_the_slot_do_not_matter()
    {
        var failures = new SlotFailures();
        failures.Note("good", 0, AttemptOutcome.Completed, counts: false);
        AttemptOutcome[] ends =
        [
            AttemptOutcome.Crashed, AttemptOutcome.Hung, AttemptOutcome.Stopped, AttemptOutcome.Crashed, AttemptOutcome.Crashed,
            AttemptOutcome.Error, AttemptOutcome.BadInput, AttemptOutcome.LostNode, AttemptOutcome.OutOfMemory,
        ];

        Assert.All(ends.Select((end, i) => failures.Note("slot", i, end, counts: end != AttemptOutcome.OutOfMemory)), Assert.Null);
    }

    [Fact]
    public void When_every_slot_fails_the_trials_are_to_blame()
    {
        var failures = new SlotFailures();
        for (var trial = 0; trial < 100; trial++)
            Assert.Null(failures.Note($"slot{trial % 5}", trial, AttemptOutcome.Crashed, counts: true));
    }

    [Fact]
    public void A_condemned_slot_is_reported_to_its_node_and_told()
    {
        var schedule = Schedule(trials: 9);
        var step = new ScheduleStep();
        for (var round = 0; round < 3; round++)
        {
            schedule.Assign(["n/cpu/0", "n/cpu/1"], TimeSpan.Zero, new ScheduleStep());
            foreach (var running in schedule.Snapshot(0, null, false).Running)
                schedule.Take(running.Slot, running.Trial,
                    Ended(running.Slot == "n/cpu/0" ? AttemptOutcome.Crashed : AttemptOutcome.Completed), step);
        }

        Assert.Equal("n/cpu/0", Assert.IsType<QuarantineSlot>(Assert.Single(step.Actions)).Slot);
        Assert.Contains(schedule.Snapshot(0, null, false).Notices, n => n.Contains("slot n/cpu/0 gets no more trials"));
    }

    [Fact]
    public void A_slot_is_quarantined_again_until_its_node_says_so_and_counts_anew_when_its_node_was_restarted()
    {
        var schedule = Schedule(trials: 20);
        var told = new List<SlotAction>();
        schedule.UpdateNodes([Offering("n")], new ScheduleStep());
        told.AddRange(Quarantine(schedule));
        Assert.IsType<QuarantineSlot>(Assert.Single(told));
        schedule.Assign(["n/cpu/0"], TimeSpan.Zero, new ScheduleStep());
        Assert.Equal((true, 0), (schedule.IsQuarantined("n/cpu/0"), schedule.Count(TrialStatus.Running)));

        Assert.Equal(told, Known(schedule, Offering("n")));
        Assert.Empty(Known(schedule, Offering("n") with { Quarantined = [new("n/cpu/0", "broken")] }));
        Assert.Empty(Known(schedule, Offering("n") with { Incarnation = "2" }));

        Assert.False(schedule.IsQuarantined("n/cpu/0"));
        Assert.IsType<QuarantineSlot>(Assert.Single(Quarantine(schedule)));
    }

    private static List<SlotAction> Known(SweepSchedule schedule, NodeOffer offer)
    {
        var step = new ScheduleStep();
        schedule.UpdateNodes([offer], step);
        return [.. step.Actions];
    }

    private static List<SlotAction> Quarantine(SweepSchedule schedule)
    {
        var step = new ScheduleStep();
        for (var round = 0; round < 3; round++)
        {
            schedule.Assign(["n/cpu/0", "m/cpu/0"], TimeSpan.Zero, new ScheduleStep());
            foreach (var running in schedule.Snapshot(0, null, false).Running)
                schedule.Take(running.Slot, running.Trial,
                    Ended(running.Slot == "n/cpu/0" ? AttemptOutcome.Crashed : AttemptOutcome.Completed), step);
        }

        return [.. step.Actions];
    }

    private static NodeOffer Offering(string node) =>
        new() { Node = node, Incarnation = "1", Devices = [new DeviceOffer { Device = "cpu" }] };

    [Fact]
    public void A_node_that_the_broker_has_not_heard_of_yet_keeps_a_sweep_from_pausing()
    {
        var schedule = Schedule(trials: 3);
        schedule.UpdateNodes([Offering("n"), Offering("well")], new ScheduleStep());
        schedule.Assign(["n/cpu/0"], TimeSpan.Zero, new ScheduleStep());
        schedule.Take("n/cpu/0", Attempt(0), Ended(AttemptOutcome.NodeFault, "the disk is full"), new ScheduleStep());

        schedule.UpdateNodes([Offering("n")], new ScheduleStep());
        Assert.Null(schedule.Fault);
        schedule.UpdateNodes([Offering("n")], new ScheduleStep());
        Assert.Equal("the disk is full", schedule.Fault);
    }

    private static AttemptRow Past(int attempt, AttemptOutcome outcome) =>
        new() { Trial = 0, Attempt = attempt, Slot = "n/cuda:0/0", Outcome = outcome };

    private static (double Share, TrialStatus Next, bool IsCounted) OutOfMemory(SweepSchedule schedule, int attempt)
    {
        var share = Assert.Single(schedule.Wants).Need.Share;
        var step = new ScheduleStep();
        schedule.Assign([new SlotGrant { Slot = "n/cuda:0/0", Share = share, IsWholeDevice = share >= 1 }], TimeSpan.Zero, step);
        schedule.Take("n/cuda:0/0", Attempt(0, attempt), Ended(AttemptOutcome.OutOfMemory), step);
        var finished = step.Changes.OfType<AttemptFinished>().Single();
        return (share, finished.Next, finished.IsCounted);
    }

    /// <summary>The prediction of which so much is asked for.</summary>
    private static long Asking(long bytes) => (long)(bytes / MemoryAsk.Margin);
}
