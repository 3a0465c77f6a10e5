using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Attempts: who may start, report and end, and what a refusal leaves behind.
public abstract partial class LedgerContract
{
    public static TheoryData<TrialStatus, AttemptOutcome> Endings => new()
    {
        { TrialStatus.Completed, AttemptOutcome.Completed }, { TrialStatus.Stopped, AttemptOutcome.Stopped },
        { TrialStatus.Diverged, AttemptOutcome.Diverged }, { TrialStatus.Failed, AttemptOutcome.Crashed },
        { TrialStatus.Cancelled, AttemptOutcome.Cancelled },
    };

    [Fact]
    public async Task An_attempt_starts_only_on_a_planned_trial_and_with_the_next_number()
    {
        var me = await Claimed();

        Assert.Equal([false, false, false], await Apply(me, Given.Started(0, attempt: 0), Given.Started(0, attempt: 2), Given.Started(9)));
        Assert.Equal([true, false, false], await Apply(me, Given.Started(0), Given.Started(0), Given.Started(0, attempt: 2)));
        Assert.Single(await Ledger.ListAttempts("cells"));
    }

    [Fact]
    public async Task Attempts_are_read_whether_the_first_of_them_has_ended_or_runs()
    {
        var me = await Claimed(trials: 2);
        await Apply(me, Given.Started(0), Given.Started(1), Given.Finished(1, TrialStatus.Planned, outcome: AttemptOutcome.OutOfMemory));

        Assert.Equal([null, AttemptOutcome.OutOfMemory], (await Ledger.ListAttempts("cells")).Select(attempt => attempt.Outcome));
    }

    [Theory]
    [InlineData(TrialStatus.Failed, true)]
    [InlineData(TrialStatus.Diverged, true)]
    [InlineData(TrialStatus.Cancelled, true)]
    [InlineData(TrialStatus.Completed, false)]
    [InlineData(TrialStatus.Stopped, false)]
    public async Task A_trial_without_a_result_may_run_again_with_all_its_retries(TrialStatus status, bool may)
    {
        var me = await Claimed();
        var end = Given.Finished(0, status, outcome: AttemptOutcome.Crashed, reason: "a bug");
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), end);

        var accepted = await Apply(me, new TrialRetried(Given.Ref(0, 1)), Given.Started(0, attempt: 2));

        Assert.Equal([may, may], accepted);
        if (!may) return;
        Assert.Equal((TrialStatus.Running, 2, 0, null), ((await Trial()).Status, (await Trial()).Attempts, (await Trial()).Failures,
            (await Trial()).Reason));
        Assert.Equal([true, true], await Apply(me, Given.Reported(0, 1, 8, attempt: 2), Given.Finished(0, attempt: 2)));
        Assert.Equal((TrialStatus.Completed, 8.0), ((await Trial()).Status, (await Trial()).Metric));
        Assert.Equal(["a bug", null], (await Ledger.ListAttempts("cells")).Select(attempt => attempt.Reason));
    }

    [Fact]
    public async Task A_retry_of_another_attempt_than_the_last_is_refused()
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Finished(0, TrialStatus.Failed, outcome: AttemptOutcome.Crashed));

        Assert.Equal([false, true, false],
            await Apply(me, new TrialRetried(Given.Ref(0, 2)), new TrialRetried(Given.Ref(0, 1)), new TrialRetried(Given.Ref(0, 1))));
    }

    [Fact]
    public async Task What_makes_an_attempt_is_kept_with_it_and_taken_from_the_one_that_runs_alone()
    {
        var me = await Claimed();
        var maker = new MadeBy { Sweep = "0.2.0", Threads = 1, Changed = true, Command = "python3 'a \"b\"' é" };

        var accepted = await Apply(me,
            Given.Described(0, maker), Given.Started(0), Given.Described(0, maker), Given.Described(0, maker),
            Given.Described(0, maker, attempt: 2), Given.Finished(0), Given.Described(0, new MadeBy { Sweep = "9" }));

        Assert.Equal([false, true, true, true, false, true, false], accepted);
        Assert.Equal(maker, Assert.Single(await Ledger.ListAttempts("cells")).MadeBy);
    }

    [Fact]
    public async Task Nothing_is_accepted_from_an_attempt_that_does_not_run()
    {
        var me = await Claimed();

        var accepted = await Apply(me, Given.Reported(0, 1, 9), Given.Finished(0), Given.Reported(7, 1, 9), Given.Finished(7));

        Assert.All(accepted, Assert.False);
        Assert.Empty(await Ledger.ListEpochs("cells"));
        Assert.Equal((TrialStatus.Planned, 0, null), ((await Trial()).Status, (await Trial()).Attempts, (await Trial()).Metric));
    }

    [Fact]
    public async Task A_zombie_attempt_is_refused_while_its_successor_runs()
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Hung));
        await Apply(me, Given.Started(0, attempt: 2));

        var accepted = await Apply(me, Given.Reported(0, 2, 1), Given.Finished(0), Given.Reported(0, 1, 9, attempt: 2));

        Assert.Equal([false, false, true], accepted);
        Assert.Equal((TrialStatus.Running, 9.0, 1), ((await Trial()).Status, (await Trial()).Metric, (await Trial()).EpochsDone));
        Assert.Equal([(1, 2)], (await Ledger.ListEpochs("cells")).Select(epoch => (epoch.Epoch, epoch.Attempt)));
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task A_final_status_never_changes_again(TrialStatus final, AttemptOutcome outcome)
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Finished(0, final, outcome: outcome, reason: "because"));
        var (trial, epochs, attempts) = (await Trial(), await Ledger.ListEpochs("cells"), await Ledger.ListAttempts("cells"));
        Clock.Advance(TimeSpan.FromHours(1));

        var accepted = await Apply(me,
            Given.Started(0), Given.Started(0, attempt: 2), Given.Reported(0, 1, 1), Given.Reported(0, 2, 1), Given.Finished(0),
            Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Interrupted), Given.Cancelled(0));
        await Ledger.Claim("cells", []);

        Assert.All(accepted, Assert.False);
        Assert.Equal(final, trial.Status);
        Assert.Equal(trial, await Trial());
        Assert.Equivalent(epochs, await Ledger.ListEpochs("cells"), strict: true);
        Assert.Equal(attempts, await Ledger.ListAttempts("cells"));
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task A_final_trial_keeps_the_reason_unless_it_completed(TrialStatus final, AttemptOutcome outcome)
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Finished(0, final, outcome: outcome, reason: "because"));

        Assert.Equal(final == TrialStatus.Completed ? null : "because", (await Trial()).Reason);
        Assert.Equal(Start, (await Trial()).EndedAt);
        Assert.Equal("because", Assert.Single(await Ledger.ListAttempts("cells")).Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.Crashed, 1)]
    [InlineData(AttemptOutcome.OutOfMemory, 1)]
    [InlineData(AttemptOutcome.Hung, 1)]
    [InlineData(AttemptOutcome.Error, 1)]
    [InlineData(AttemptOutcome.BadInput, 1)]
    [InlineData(AttemptOutcome.Interrupted, 0)]
    [InlineData(AttemptOutcome.NodeFault, 0)]
    [InlineData(AttemptOutcome.LostNode, 0)]
    [InlineData(AttemptOutcome.Preempted, 0)]
    public async Task Failures_are_counted_and_interruptions_are_not(AttemptOutcome outcome, int failures)
    {
        var me = await Claimed();

        await Apply(me, Given.Started(0), Given.Finished(0, TrialStatus.Planned, outcome: outcome, reason: "gone"));

        var trial = await Trial();
        Assert.Equal((TrialStatus.Planned, failures, 1, null, "gone"),
            (trial.Status, trial.Failures, trial.Attempts, trial.EndedAt, trial.Reason));
        Assert.Equal(outcome, Assert.Single(await Ledger.ListAttempts("cells")).Outcome);
    }

    [Fact]
    public async Task A_retry_keeps_the_first_start_and_every_attempt_its_story()
    {
        var me = await Claimed();
        var ended = new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = "signal 11", StderrTail = "segfault\n" };
        await Apply(me, Given.Started(0), new AttemptFinished(Given.Ref(0, 1), ended, TrialStatus.Planned));
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Apply(me, new AttemptStarted(Given.Ref(0, 2), "other/cuda:0/0"));

        var trial = await Trial();
        Assert.Equal((Start, "other/cuda:0/0", 2, null), (trial.StartedAt, trial.Slot, trial.Attempts, trial.Reason));
        Assert.Equal(
            [
                new AttemptRow { Trial = 0, Attempt = 1, Slot = "node/cpu/0", StartedAt = Start, EndedAt = Start,
                    Outcome = AttemptOutcome.Crashed, Reason = "signal 11", StderrTail = "segfault\n" },
                new AttemptRow { Trial = 0, Attempt = 2, Slot = "other/cuda:0/0", StartedAt = Start.AddSeconds(10) },
            ],
            await Ledger.ListAttempts("cells", 0));
        Assert.Empty(await Ledger.ListAttempts("cells", 1));
    }

    [Fact]
    public async Task Only_a_planned_trial_is_cancelled_without_an_attempt()
    {
        var me = await Claimed(trials: 2);
        await Apply(me, Given.Started(1));

        var accepted = await Apply(me, Given.Cancelled(0), Given.Cancelled(1), Given.Cancelled(0));

        Assert.Equal([true, false, false], accepted);
        Assert.Equal((TrialStatus.Cancelled, "cancelled by the user", Start),
            ((await Trial()).Status, (await Trial()).Reason, (await Trial()).EndedAt));
        Assert.Equal(TrialStatus.Running, (await Trial(1)).Status);
    }

    [Fact]
    public async Task A_refused_change_leaves_its_neighbours_in_the_same_call_alone()
    {
        var me = await Claimed(trials: 2);

        var accepted =
            await Apply(me, Given.Started(0), Given.Finished(1), Given.Reported(0, 1, 5), Given.Reported(1, 1, 5), Given.Started(1));

        Assert.Equal([true, false, true, false, true], accepted);
        Assert.Equal([(0, 1)], (await Ledger.ListEpochs("cells")).Select(epoch => (epoch.Trial, epoch.Epoch)));
    }

    [Fact]
    public async Task A_change_of_another_sweep_is_a_programming_error()
    {
        var me = await Claimed();

        await Assert.ThrowsAsync<ArgumentException>(() => Apply(me, Given.Started(0, sweep: "other")));
        await Assert.ThrowsAsync<ArgumentException>(() => Apply(me, Given.Started(0), Given.Finished(0, TrialStatus.Running)));

        Assert.Equal(TrialStatus.Planned, (await Trial()).Status);
    }
}
