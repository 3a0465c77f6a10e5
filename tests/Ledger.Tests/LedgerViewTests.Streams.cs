using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

/// <content>What is read row by row.</content>
public abstract partial class LedgerViewTests
{
    [Fact]
    public async Task Trials_are_read_one_by_one_with_their_configurations_before_them()
    {
        using var trials = view.ReadTrials("cells");

        var listed = await ledger.ListTrials("cells");
        Assert.Equal(listed.Select(trial => trial.Plan.Config).Distinct(), trials.Configs);
        Assert.Equal(listed.Count, trials.Count);
        Assert.Equal(listed, trials.Rows);
    }

    [Fact]
    public async Task Reading_trials_sees_one_moment_and_may_end_in_the_middle()
    {
        using var trials = view.ReadTrials("cells");

        var me = (await ledger.FindSweep("cells"))!.Coordinator;
        await ledger.AddTrials("cells", me, [Given.Trial(4, """{"cell":"new"}""")]);

        Assert.Equal([0, 1], trials.Rows.Take(2).Select(trial => trial.Number));
        Assert.Equal((4, 1), (trials.Count, trials.Configs.Count));
        using var none = view.ReadTrials("nothing");
        Assert.Empty(none.Rows);
    }

    [Fact]
    public async Task Decisions_are_read_one_by_one_with_how_far_the_trials_are()
    {
        Decision[] decided =
        [
            new() { Number = 1, Seen = 1, Kind = DecisionKind.Pause, Trial = 2, Reason = "why", Evidence = """{"rung":1}""" },
            new() { Number = 2, Seen = 1, Kind = DecisionKind.Fork, Trial = 3, Parent = 2, ParentEpoch = 3 },
        ];
        var me = (await ledger.FindSweep("cells"))!.Coordinator;
        await ledger.Apply("cells", me,
            [.. decided.Select(decision => new DecisionMade(new TrialRef("cells", decision.Trial, 0), decision))]);

        using var log = view.ReadDecisions("cells");
        await ledger.AddTrials("cells", me, [Given.Trial(4)]);

        Assert.Equal(
            [
                new TrialSteps(0, TrialStatus.Completed, 3, 3), new TrialSteps(1, TrialStatus.Planned, 0, 3),
                new TrialSteps(2, TrialStatus.Running, 3, 3), new TrialSteps(3, TrialStatus.Planned, 0, 3),
            ],
            log.Trials);
        Assert.Equal(decided, log.Rows);
        using var none = view.ReadDecisions("nothing");
        Assert.Empty(none.Rows);
    }

    [Fact]
    public async Task Decisions_are_read_part_by_part()
    {
        Decision[] decided =
        [
            new() { Number = 1, Seen = 1, Kind = DecisionKind.Pause, Trial = 2, Reason = "why", Evidence = """{"rung":1}""" },
            new() { Number = 2, Seen = 1, Kind = DecisionKind.Fork, Trial = 3, Parent = 2, ParentEpoch = 3 },
            new() { Number = 3, Seen = 2, Kind = DecisionKind.Pause, Trial = 3 },
        ];
        await ledger.Apply("cells", (await ledger.FindSweep("cells"))!.Coordinator,
            [.. decided.Select(decision => new DecisionMade(new TrialRef("cells", decision.Trial, 0), decision))]);

        Assert.Equal(decided, await view.FindDecisions("cells", new DecisionQuery()));
        Assert.Equal([decided[1]], await view.FindDecisions("cells", new DecisionQuery { After = 1, Most = 1 }));
        Assert.Equal([decided[1], decided[2]], await view.FindDecisions("cells", new DecisionQuery { Trial = 3 }));
        Assert.Equal([decided[1]], await view.FindDecisions("cells", new DecisionQuery { OnlyForks = true }));
        Assert.Empty(await view.FindDecisions("nothing", new DecisionQuery()));
    }

    [Fact]
    public async Task The_speed_of_a_trial_is_the_median_of_its_epochs()
    {
        Assert.Equal(new Dictionary<int, double> { [0] = 200, [2] = 15 }, await view.MedianSpeeds("cells"));
        Assert.Equal(new Dictionary<int, double> { [2] = 15 }, await view.MedianSpeeds("cells", [1, 2, 3]));
        Assert.Empty(await view.MedianSpeeds("other"));
    }

    [Fact]
    public async Task Attempts_are_counted_by_how_they_ended() => Assert.Equal(
        [(null, 1L), (AttemptOutcome.Completed, 1L), (AttemptOutcome.Crashed, 1L)],
        (await view.CountOutcomes("cells")).Select(count => (count.Outcome, count.Attempts)).OrderBy(count => count.Outcome));

    [Fact]
    public void Reports_are_read_one_by_one_with_every_metric_that_any_of_them_has()
    {
        using var reports = view.ReadReports("cells");

        Assert.Equal(["a \"b\"", "grad_norm", "tokens_per_second", "val_perplexity"], reports.Metrics.Order());
        var order = reports.Metrics.Index().OrderBy(metric => metric.Item).Select(metric => metric.Index).ToList();
        Assert.Equal(
            [
                "0.1 of 1 in 1 s: , , 300, 9", "0.2 of 1 in 1 s: , , 100, 8", "0.3 of 1 in 1 s: , , 200, 7",
                "2.1 of 1 in 1 s: , 0.5, , 5", "2.2 of 1 in 1 s: 2.5, , 10, ", "2.3 of 1 in 1 s: , , 20, 4",
            ],
            reports.Rows.Select(row =>
                $"{row.Trial}.{row.Epoch} of {row.Attempt} in {row.Seconds} s: {string.Join(", ", order.Select(i => row.Metrics[i]))}"));
    }

    [Fact]
    public async Task Reading_reports_sees_one_moment_and_holds_up_nobody()
    {
        using var reports = view.ReadReports("cells");

        await ledger.Apply("cells", (await ledger.FindSweep("cells"))!.Coordinator, [Reported(2, 1, 2, ("new", 1))]);

        Assert.DoesNotContain("new", reports.Metrics);
        Assert.Equal(6, reports.Rows.Count());
    }

    [Fact]
    public void Reading_reports_may_end_in_the_middle()
    {
        for (var time = 0; time < 3; time++)
        {
            using var some = view.ReadReports("cells");
            Assert.Equal(1, Assert.Single(some.Rows.Take(1)).Epoch);
        }

        using var all = view.ReadReports("cells");
        Assert.Equal(6, all.Rows.Count());
    }
}
