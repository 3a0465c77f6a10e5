using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;
using Sweep.Experiments.Worker;
using Sweep.Silo.Scheduling;
using static Sweep.Silo.Tests.Scheduling.Given;

namespace Sweep.Silo.Tests.Scheduling;

public sealed class SweepScheduleTests
{
    private static readonly string[] OneSlot = ["n/cpu/0"];
    private static readonly string[] TwoSlots = ["n/cpu/0", "n/cpu/1"];

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
        var schedule = new SweepSchedule(Rules, new NeverStop(), [Row(0) with { CorpusSha256 = "090b5e7e" }], []);
        var step = new ScheduleStep();

        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        Assert.Equal("090b5e7e", Assert.IsType<StartOnSlot>(Assert.Single(step.Actions)).CorpusSha256);
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

    [Theory]
    [InlineData(AttemptOutcome.Completed, TrialStatus.Completed)]
    [InlineData(AttemptOutcome.Stopped, TrialStatus.Stopped)]
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

        for (var attempt = 1; attempt <= 20; attempt++) Assert.Equal(TrialStatus.Planned, EndAndGoOn(schedule, attempt, AttemptOutcome.Interrupted));

        Assert.Equal(TrialStatus.Completed, EndAndGoOn(schedule, 21, AttemptOutcome.Completed));
    }

    [Fact]
    public void Failures_of_earlier_coordinators_count()
    {
        var rows = new[] { Row(0, attempts: 2) with { Failures = 2 } };
        var schedule = new SweepSchedule(Rules, new NeverStop(), rows, []);
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
        schedule.Take("n/cpu/1", Attempt(1), Ended(AttemptOutcome.Interrupted), step);
        schedule.Assign(TwoSlots, TimeSpan.Zero, step);

        Assert.All(step.Changes, change => Assert.Equal(TrialStatus.Planned, Assert.IsType<AttemptFinished>(change).Next));
        Assert.Equal("the disk is full", schedule.Fault);
        Assert.True(schedule.IsOver);
        Assert.Equal(3, schedule.Count(TrialStatus.Planned));
    }

    [Fact]
    public void A_trial_that_was_interrupted_after_the_time_budget_was_spent_still_goes_on()
    {
        var schedule = new SweepSchedule(Rules with { MaxTime = TimeSpan.FromHours(1) }, new NeverStop(), [Row(0, attempts: 1), Row(1)], []);
        var step = new ScheduleStep();

        schedule.Assign(TwoSlots, TimeSpan.FromHours(2), step);

        Assert.Equal(1, Assert.IsType<PlannedTrialCancelled>(step.Changes[0]).Trial.Trial);
        Assert.Equal(Attempt(0, 2), Assert.IsType<AttemptStarted>(step.Changes[1]).Trial);
    }

    [Fact]
    public void An_epoch_that_was_survived_once_is_not_judged_again_by_a_later_attempt()
    {
        var rows = new[] { Row(0, attempts: 1) with { EpochsDone = 2 } };
        var schedule = new SweepSchedule(Rules, new StopAt(2, _ => true), rows, []);
        var step = new ScheduleStep();
        schedule.Assign(OneSlot, TimeSpan.Zero, step);

        schedule.Take("n/cpu/0", Attempt(0, 2), Report(1, 1.0), step);
        schedule.Take("n/cpu/0", Attempt(0, 2), Report(2, 1.0), step);

        Assert.DoesNotContain(step.Actions, action => action is StopOnSlot);
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

    [Fact]
    public void A_repeated_report_is_recorded_once()
    {
        var schedule = Running(trials: 1);
        var step = new ScheduleStep();

        foreach (var epoch in new[] { 1, 1, 2, 1, 2, 3 }) schedule.Take("n/cpu/0", Attempt(0), Report(epoch, 1.0), step);

        Assert.Equal([1, 2, 3], step.Changes.Cast<EpochReported>().Select(c => c.Report.Epoch));
    }

    [Fact]
    public void A_stopped_trial_is_told_once_and_its_later_reports_are_dropped()
    {
        var schedule = Schedule(trials: 1, stopper: new StopAt(2, _ => true));
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        var step = new ScheduleStep();

        for (var epoch = 1; epoch <= 4; epoch++) schedule.Take("n/cpu/0", Attempt(0), Report(epoch, 1.0), step);

        Assert.Equal([1, 2], step.Changes.Cast<EpochReported>().Select(c => c.Report.Epoch));
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

        Assert.Equal(TrialStatus.Completed, Assert.IsType<AttemptFinished>(step.Changes[^1]).Next);
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

    [Fact]
    public void A_new_coordinator_adopts_what_still_runs_and_refuses_zombies()
    {
        var rows = new[] { Row(0, TrialStatus.Running, attempts: 2), Row(1, TrialStatus.Completed, attempts: 1), Row(2) };
        var schedule = new SweepSchedule(Rules, new NeverStop(), rows, []);

        Assert.True(schedule.Adopt("n/cpu/0", Attempt(0, 2)));
        Assert.False(schedule.Adopt("n/cpu/1", Attempt(0, 1)));
        Assert.False(schedule.Adopt("n/cpu/1", Attempt(1, 1)));
        Assert.False(schedule.Adopt("n/cpu/1", Attempt(0, 2)));
        Assert.Equal(["n/cpu/0"], schedule.BusySlots);
    }

    [Fact]
    public void A_new_coordinator_tells_the_stopper_what_was_reported_before()
    {
        var heard = new List<(int Trial, int Epoch, double Loss)>();
        var epochs = new[] { new EpochRow { Trial = 0, Epoch = 1, Metrics = new Dictionary<string, double> { ["loss"] = 0.7 } } };

        _ = new SweepSchedule(Rules with { Maximize = true }, new Listening(heard), Planned(1), epochs);

        Assert.Equal([(0, 1, -0.7)], heard);
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

    [Fact]
    public void An_adaptive_sampler_is_asked_when_a_slot_is_free_and_nothing_is_planned()
    {
        var asked = new List<(long Index, double?[] History)>();
        var schedule = new SweepSchedule(Rules with { Replicates = 2, MaxTrials = 4 }, new NeverStop(), [], [], (index, history) =>
        {
            asked.Add((index, [.. history.Select(o => o.Metric)]));
            return [.. Enumerable.Range((int)index * 2, 2).Select(n => new NewTrial { Number = n, ConfigJson = "{}", Replicate = n % 2, Seed = n % 2, Epochs = 1 })];
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

    private static SweepSchedule Running(int trials)
    {
        var schedule = Schedule(trials);
        schedule.Assign(OneSlot, TimeSpan.Zero, new ScheduleStep());
        return schedule;
    }

    private static TrialStatus EndAndGoOn(SweepSchedule schedule, int attempt, AttemptOutcome outcome)
    {
        var step = new ScheduleStep();
        schedule.Take("n/cpu/0", Attempt(0, attempt), Ended(outcome), step);
        schedule.Assign(OneSlot, TimeSpan.Zero, step);
        return step.Changes.OfType<AttemptFinished>().Single().Next;
    }

    private sealed class Listening(List<(int Trial, int Epoch, double Loss)> heard) : Experiments.Search.IStopper
    {
        public string Name => "listening";

        public string? Decide(int trial, int epoch, double metric)
        {
            heard.Add((trial, epoch, metric));
            return null;
        }
    }
}
