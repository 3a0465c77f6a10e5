using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Several nodes have the same ledger open.
public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_node_that_claims_a_sweep_fences_the_node_that_had_it()
    {
        var mine = await Claimed(trials: 2);
        await Apply(mine, Given.Started(0));
        await using var other = await Open();

        var theirs = await other.Claim("cells", []);

        await Assert.ThrowsAsync<CoordinatorFencedException>(() => Apply(mine, Given.Reported(0, 1, 9)));
        Assert.Equal([false, true, true], await other.Apply(
            "cells", theirs, [Given.Reported(0, 1, 9), Given.Started(0, attempt: 2), Given.Reported(0, 1, 8, attempt: 2)]));
        Assert.Equal((8.0, 2), ((await Trial()).Metric, (await Trial()).Attempts));
    }

    [Fact]
    public async Task A_node_goes_on_with_the_attempts_that_another_node_started()
    {
        var mine = await Claimed();
        await Apply(mine, Given.Started(0), Given.Reported(0, 1, 9));
        await using var other = await Open();

        var theirs = await other.Claim("cells", [Given.Ref(0, 1)]);

        Assert.Equal([true, true, true],
            await other.Apply("cells", theirs, [Given.Reported(0, 1, 9), Given.Reported(0, 2, 7), Given.Finished(0)]));
        Assert.Equal((TrialStatus.Completed, 7.0, 1), ((await Trial()).Status, (await Trial()).Metric, (await Trial()).Attempts));
    }

    [Fact]
    public async Task Two_nodes_that_create_different_sweeps_of_one_name_get_one_and_an_answer()
    {
        await using var other = await Open();

        var creating = ((ILedger[])[Ledger, other]).Select((ledger, node) => Task.Run(async () =>
        {
            try
            {
                await ledger.CreateSweep(Given.Sweep(yaml: $"name: cells\nseed: {node}\n"), [Given.Trial(node)]);
                return null;
            }
            catch (LedgerException e)
            {
                return e;
            }
        }));
        var errors = await Task.WhenAll(creating);

        var refused = Assert.Single(errors, error => error is not null)!;
        Assert.True(refused.IsInputError);
        Assert.Contains("seed (", refused.Message, StringComparison.Ordinal);
        Assert.Single(await Ledger.ListTrials("cells"));
    }

    [Fact]
    public async Task Trials_that_two_coordinators_plan_at_once_come_from_the_newest_alone()
    {
        var old = await Claimed();
        await using var other = await Open();
        var now = await other.Claim("cells", []);

        var planning = await Task.WhenAll(
            Plans(Ledger, old, [Given.Trial(1, """{"cell":"old"}""")]),
            Plans(other, now, [Given.Trial(1, """{"cell":"new"}"""), Given.Trial(0, """{"cell":"other"}""")]));

        Assert.Equal([false, true], planning);
        Assert.Equal(["""{"cell":"gru"}""", """{"cell":"new"}"""], (await Ledger.ListTrials("cells"))
            .Select(trial => trial.Plan.Config.Json));

        static async Task<bool> Plans(ILedger ledger, long token, PlannedTrial[] trials)
        {
            try
            {
                await ledger.AddTrials("cells", token, trials);
                return true;
            }
            catch (CoordinatorFencedException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Several_attempts_of_a_trial_within_one_call_each_leave_their_story()
    {
        var me = await Claimed();

        var accepted = await Apply(me,
            Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 3), Given.Reported(0, 3, 2),
            Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Crashed, reason: "signal 9"),
            Given.Started(0, attempt: 2), Given.Reported(0, 1, 8, attempt: 2), Given.Reported(0, 4, 1), Given.Reported(0, 2, 7, attempt: 2),
            Given.Finished(0, attempt: 2));

        Assert.Equal([true, true, true, true, true, true, true, false, true, true], accepted);
        Assert.Equal([(1, 2, 8.0), (2, 2, 7.0)], (await Ledger.ListEpochs("cells"))
            .Select(epoch => (epoch.Epoch, epoch.Attempt, epoch.Metrics["val_perplexity"])));
        Assert.Equal((TrialStatus.Completed, 7.0, 2, 1),
            ((await Trial()).Status, (await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).Failures));
        Assert.Equal([AttemptOutcome.Crashed, AttemptOutcome.Completed], (await Ledger.ListAttempts("cells"))
            .Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Reports_out_of_order_and_replaced_ones_leave_the_right_best()
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 3, 5), Given.Reported(0, 1, 5), Given.Reported(0, 2, 6));
        var first = await Trial();
        await Apply(me, Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Hung), Given.Started(0, attempt: 2));

        await Apply(me, Given.Reported(0, 1, 7, attempt: 2), Given.Reported(0, 3, 6, attempt: 2), Given.Reported(0, 4, 6, attempt: 2));

        Assert.Equal((5.0, 1, 3), (first.Metric, first.BestEpoch, first.EpochsDone));
        Assert.Equal((6.0, 2, 4), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
    }

    [Fact]
    public async Task The_last_words_of_a_dying_worker_do_not_stop_the_ledger()
    {
        var me = await Claimed();
        var ended = new TrialEnded
        {
            Outcome = AttemptOutcome.Crashed,
            Reason = "signal 11",
            StderrTail = "segf\0ault \ud800 at … \ud83d\ude80"
        };

        Assert.Equal([true, true], await Apply(me, Given.Started(0), new AttemptFinished(Given.Ref(0, 1), ended, TrialStatus.Failed)));

        Assert.StartsWith("segf", Assert.Single(await Ledger.ListAttempts("cells")).StderrTail, StringComparison.Ordinal);
    }
}
