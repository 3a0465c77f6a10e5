using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

// Reports: one accepted row for each (trial, epoch), and the metric that follows from them.
public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_same_report_again_changes_nothing()
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 8));

        var accepted = await Apply(me, Given.Reported(0, 1, 9), Given.Reported(0, 1, 3));

        Assert.Equal([true, true], accepted);
        Assert.Equal([9.0, 8.0], (await Ledger.ListEpochs("cells")).Select(epoch => epoch.Metrics["val_perplexity"]));
        Assert.Equal((8.0, 2), ((await Trial()).Metric, (await Trial()).BestEpoch));
    }

    [Fact]
    public async Task Epochs_before_the_first_are_refused()
    {
        var me = await Claimed();

        Assert.Equal([true, false], await Apply(me, Given.Started(0), Given.Reported(0, 0, 9)));
        Assert.Empty(await Ledger.ListEpochs("cells"));
    }

    [Theory]
    [InlineData(false, 7.0, 2)]
    [InlineData(true, 9.0, 1)]
    public async Task The_metric_is_the_best_one_and_the_earliest_epoch_wins_a_tie(bool maximize, double metric, int epoch)
    {
        var me = await Claimed(maximize: maximize);

        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 7), Given.Reported(0, 3, 7),
            Given.Reported(0, 4, 9));

        Assert.Equal((metric, epoch, 4), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_metric_is_the_last_one_that_was_reported_where_the_sweep_says_so(bool maximize)
    {
        var me = await Claimed(maximize: maximize, summary: MetricSummary.Last);
        var without = new TrialReport { Epoch = 4, Metrics = new Dictionary<string, double> { ["lr"] = 1 } };

        await Apply(me, Given.Started(0), Given.Reported(0, 2, 7), Given.Reported(0, 1, 9), Given.Reported(0, 3, 8),
            new EpochReported(Given.Ref(0, 1), without));

        Assert.Equal((8.0, 3, 4), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
        Assert.Equal(MetricSummary.Last, (await Ledger.FindSweep("cells"))!.Summary);
        await Apply(me, Given.Finished(0));
        Assert.Equal((TrialStatus.Completed, 8.0), ((await Trial()).Status, (await Trial()).Metric));
    }

    [Fact]
    public async Task The_last_epoch_counts_that_is_left_when_a_newer_attempt_ends_the_trial_earlier()
    {
        var me = await Claimed(summary: MetricSummary.Last);
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 8), Given.Reported(0, 3, 4),
            Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Hung));

        await Apply(me, Given.Started(0, attempt: 2), Given.Reported(0, 2, 8.5, attempt: 2),
            Given.Finished(0, TrialStatus.Stopped, attempt: 2, outcome: AttemptOutcome.Stopped));

        Assert.Equal((8.5, 2, 2), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
    }

    [Fact]
    public async Task Values_that_are_not_finite_are_left_out()
    {
        var me = await Claimed();
        var metrics = new Dictionary<string, double>
        {
            ["val_perplexity"] = double.NaN,
            ["train_perplexity"] = double.PositiveInfinity,
            ["loss"] = double.NaN,
            ["lr"] = 1
        };

        var accepted = await Apply(me, Given.Started(0),
            new EpochReported(Given.Ref(0, 1), new TrialReport { Epoch = 1, Metrics = metrics, Seconds = double.NaN }));

        Assert.Equal([true, true], accepted);
        var epoch = Assert.Single(await Ledger.ListEpochs("cells"));
        Assert.Equal(new Dictionary<string, double> { ["lr"] = 1 }, epoch.Metrics);
        Assert.Equal((null, null, 1), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
    }

    [Fact]
    public async Task A_newer_attempt_replaces_rows_and_the_metric_follows()
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 5), Given.Reported(0, 2, 6),
            Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Crashed));

        await Apply(me, Given.Started(0, attempt: 2), Given.Reported(0, 1, 8, attempt: 2));

        Assert.Equal([(1, 2, 8.0), (2, 1, 6.0)], (await Ledger.ListEpochs("cells", 0))
            .Select(epoch => (epoch.Epoch, epoch.Attempt, epoch.Metrics["val_perplexity"])));
        Assert.Equal((6.0, 2, 2), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
    }

    [Theory]
    [InlineData(TrialStatus.Completed, AttemptOutcome.Completed)]
    [InlineData(TrialStatus.Stopped, AttemptOutcome.Stopped)]
    public async Task Rows_of_older_attempts_beyond_the_last_epoch_go_when_the_trial_is_decided(TrialStatus final, AttemptOutcome outcome)
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 8), Given.Reported(0, 3, 4),
            Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Hung));

        await Apply(me, Given.Started(0, attempt: 2), Given.Reported(0, 1, 9, attempt: 2), Given.Reported(0, 2, 8, attempt: 2),
            Given.Finished(0, final, attempt: 2, outcome: outcome));

        Assert.Equal([(1, 2), (2, 2)], (await Ledger.ListEpochs("cells")).Select(epoch => (epoch.Epoch, epoch.Attempt)));
        Assert.Equal((8.0, 2, 2), ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone));
    }

    [Fact]
    public async Task Rows_of_older_attempts_stay_while_the_trial_is_undecided_or_fails()
    {
        var me = await Claimed();
        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 8),
            Given.Finished(0, TrialStatus.Planned, outcome: AttemptOutcome.Hung));

        await Apply(me, Given.Started(0, attempt: 2), Given.Reported(0, 1, 9, attempt: 2),
            Given.Finished(0, TrialStatus.Failed, attempt: 2, outcome: AttemptOutcome.Crashed));

        Assert.Equal([(1, 2), (2, 1)], (await Ledger.ListEpochs("cells")).Select(epoch => (epoch.Epoch, epoch.Attempt)));
    }

    [Fact]
    public async Task A_diverged_trial_has_no_metric_but_keeps_its_reports()
    {
        var me = await Claimed();

        await Apply(me, Given.Started(0), Given.Reported(0, 1, 9),
            Given.Finished(0, TrialStatus.Diverged, outcome: AttemptOutcome.Diverged, reason: "loss is NaN"));

        Assert.Equal((null, null, 1, "loss is NaN"),
            ((await Trial()).Metric, (await Trial()).BestEpoch, (await Trial()).EpochsDone, (await Trial()).Reason));
        Assert.Single(await Ledger.ListEpochs("cells"));
    }

    [Fact]
    public async Task Epochs_come_by_trial_and_epoch_and_can_be_asked_for_one_trial()
    {
        var me = await Claimed(trials: 2);
        await Apply(me, Given.Started(1), Given.Started(0), Given.Reported(1, 2, 4), Given.Reported(1, 1, 5), Given.Reported(0, 1, 6));

        Assert.Equal([(0, 1), (1, 1), (1, 2)], (await Ledger.ListEpochs("cells")).Select(epoch => (epoch.Trial, epoch.Epoch)));
        Assert.Equal([(1, 1), (1, 2)], (await Ledger.ListEpochs("cells", 1)).Select(epoch => (epoch.Trial, epoch.Epoch)));
    }
}
