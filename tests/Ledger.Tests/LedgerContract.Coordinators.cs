using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Coordinators: the newest one owns the sweep.
public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_newer_coordinator_fences_the_older_one_from_every_write()
    {
        var old = await Claimed();
        var now = await Ledger.Claim("cells", []);

        Func<Task>[] writes =
        [
            () => Apply(old, Given.Started(0)), () => Ledger.AddTrials("cells", old, [Given.Trial(1)]), () =>
                Ledger.SetStatus("cells", old, SweepStatus.Finished),
        ];

        Assert.True(now > old);
        foreach (var write in writes)
        {
            var error = await Assert.ThrowsAsync<CoordinatorFencedException>(write);
            Assert.Equal("cells", error.Sweep);
        }

        Assert.Equal((SweepStatus.Running, now, 1), ((await Ledger.FindSweep("cells"))!.Status,
            (await Ledger.FindSweep("cells"))!.Coordinator, (await Ledger.ListTrials("cells")).Count));
        Assert.Equal(TrialStatus.Planned, (await Trial()).Status);
    }

    [Fact]
    public async Task A_new_coordinator_plans_lost_trials_again_and_keeps_those_that_still_run()
    {
        var old = await Claimed(trials: 3);
        await Apply(old, Given.Started(0), Given.Started(1), Given.Started(2), Given.Reported(0, 1, 9));

        await Ledger.Claim("cells", [Given.Ref(1, 1), Given.Ref(2, 2), Given.Ref(2, 1, sweep: "other")]);

        var trials = await Ledger.ListTrials("cells");
        Assert.Equal([TrialStatus.Planned, TrialStatus.Running, TrialStatus.Planned], trials.Select(trial => trial.Status));
        Assert.Equal([0, 0, 0], trials.Select(trial => trial.Failures));
        Assert.Equal(9, trials[0].Metric);
        Assert.Equal(
            [AttemptOutcome.Interrupted, null, AttemptOutcome.Interrupted],
            (await Ledger.ListAttempts("cells")).Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task A_new_coordinator_tells_attempts_of_lost_nodes_from_interrupted_ones()
    {
        var old = await Claimed(trials: 3);
        await Apply(old, new AttemptStarted(Given.Ref(0, 1), "gone/cpu/0"), Given.Started(1),
            new AttemptStarted(Given.Ref(2, 1), "gone/cpu/1"));

        await Ledger.Claim("cells", [Given.Ref(2, 1)], ["gone/cpu/0", "gone/cpu/1"]);

        var attempts = await Ledger.ListAttempts("cells");
        Assert.Equal([AttemptOutcome.LostNode, AttemptOutcome.Interrupted, null], attempts.Select(attempt => attempt.Outcome));
        Assert.StartsWith("its node left the cluster", attempts[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith("its coordinator was lost", attempts[1].Reason, StringComparison.Ordinal);
        Assert.Equal(attempts.Select(attempt => attempt.Reason), (await Ledger.ListTrials("cells")).Select(trial => trial.Reason));
        Assert.Equal([0, 0, 0], (await Ledger.ListTrials("cells")).Select(trial => trial.Failures));
    }

    [Fact]
    public async Task After_a_claim_the_lost_attempt_is_a_zombie_and_the_next_one_starts()
    {
        await Apply(await Claimed(), Given.Started(0));
        var now = await Ledger.Claim("cells", []);

        var accepted = await Apply(now, Given.Reported(0, 1, 1), Given.Started(0, attempt: 2), Given.Reported(0, 1, 9, attempt: 2));

        Assert.Equal([false, true, true], accepted);
        Assert.Equal(9, (await Trial()).Metric);
    }

    [Fact]
    public async Task A_claim_sets_the_sweep_running_only_while_trials_remain()
    {
        var me = await Claimed();
        await Ledger.SetStatus("cells", me, SweepStatus.Interrupted);
        me = await Ledger.Claim("cells", []);
        var resumed = (await Ledger.FindSweep("cells"))!.Status;
        await Apply(me, Given.Cancelled(0));
        await Ledger.SetStatus("cells", me, SweepStatus.Cancelled);
        await Ledger.Claim("cells", []);

        Assert.Equal(SweepStatus.Running, resumed);
        Assert.Equal((SweepStatus.Cancelled, Start),
            ((await Ledger.FindSweep("cells"))!.Status, (await Ledger.FindSweep("cells"))!.EndedAt));
    }

    [Fact]
    public async Task The_sweeps_that_run_are_listed_by_name_oldest_first()
    {
        foreach (var name in (string[])["paused", "later", "over", "again"]) await Ledger.CreateSweep(Given.Sweep(name), [Given.Trial(0)]);
        await Ledger.SetStatus("paused", await Ledger.Claim("paused", []), SweepStatus.Interrupted);
        await Ledger.SetStatus("over", await Ledger.Claim("over", []), SweepStatus.Finished);
        await Ledger.SetStatus("again", await Ledger.Claim("again", []), SweepStatus.Interrupted);
        await Ledger.Claim("again", []);

        Assert.Equal(["later", "again"], await Ledger.ListRunning());
    }

    [Fact]
    public async Task What_a_new_coordinator_needs_of_the_reports_is_read_without_the_rest()
    {
        var me = await Claimed(trials: 4);
        await Apply(
            me, Given.Started(0), Given.Reported(0, 1, 9, seconds: 2.5), Given.Reported(0, 2, 8, seconds: 4), Given.Finished(0),
            Given.Started(2), Given.Reported(2, 1, 7, seconds: 1.25),
            new AttemptStarted(Given.Ref(1, 1), "other/cpu/1"), Given.Reported(1, 1, 6, seconds: 3),
            new EpochReported(Given.Ref(1, 1), new TrialReport { Epoch = 2, Metrics = new Dictionary<string, double> { ["loss"] = 1 } }));

        var slots = await Ledger.ListRunningSlots("cells");
        await Ledger.Claim("cells", [Given.Ref(1, 1)]);
        await Ledger.CreateSweep(Given.Sweep("other"), [Given.Trial(0)]);

        Assert.Equal(["other/cpu/1", "node/cpu/0"], slots);
        Assert.Equal([new(0, 1, 9), new(0, 2, 8), new(1, 1, 6), new MetricRow(2, 1, 7)], await Ledger.ListMetric("cells"));
        Assert.Equal([(AttemptOutcome.Completed, 0), (null, 3), (AttemptOutcome.Interrupted, 1.25)], (await Ledger.ListAttempts("cells"))
            .Select(attempt => (attempt.Outcome, attempt.ReportedSeconds)));
        Assert.Empty(await Ledger.ListRunningSlots("other"));
        Assert.Empty(await Ledger.ListMetric("other"));
    }

    [Fact]
    public async Task What_a_sweep_asks_of_results_and_what_an_event_says_of_it_are_kept()
    {
        const string goals = """{"objectives":[],"constraints":["seconds < 3"]}""";
        await Ledger.CreateSweep(Given.Sweep() with { Goals = goals }, [Given.Trial(0)]);
        var me = await Ledger.Claim("cells", []);
        SweepEvent happened = new()
        {
            Number = 1,
            Kind = SweepEventKind.Report,
            Trial = 0,
            Epoch = 1,
            Value = 9,
            Others = """{"seconds":0.1}""",
        };
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), new EventNoted(Given.Ref(0, 1), happened));

        Assert.Equal(goals, (await Ledger.FindSweep("cells"))!.Goals);
        Assert.Equal([happened], await Ledger.ListEvents("cells"));
        await Ledger.CreateSweep(Given.Sweep("plain"), []);
        Assert.Null((await Ledger.FindSweep("plain"))!.Goals);
    }

    [Fact]
    public async Task Of_two_coordinators_at_once_only_the_newest_writes()
    {
        await Claimed(trials: 20);
        await using var other = await Open();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => (index % 2 == 0 ? Ledger : other).Claim("cells", [])));
        var wins = await Task.WhenAll(tokens.Select((token, index) => Wins((index % 2 == 0 ? Ledger : other), token, index)));

        Assert.Equal(20, tokens.Distinct().Count());
        Assert.Equal(tokens.Select(token => token == tokens.Max()), wins);
        Assert.Single(await Ledger.ListAttempts("cells"));

        static async Task<bool> Wins(ILedger ledger, long token, int trial)
        {
            try
            {
                return (await ledger.Apply("cells", token, [Given.Started(trial)]))[0];
            }
            catch (CoordinatorFencedException)
            {
                return false;
            }
        }
    }
}
