using CsCheck;
using Sweep.Ledger.Rankings;
using static Sweep.Contracts.TrialStatus;

namespace Sweep.Ledger.Tests.Rankings;

public sealed class ReplicateSummaryTests
{
    [Fact]
    public void Mean_and_sample_deviation_of_completed_and_stopped_trials()
    {
        var summary = ReplicateSummary.Of(
            [(Completed, 2), (Stopped, 4), (Completed, 9), (Cancelled, 1), (Running, 1), (Planned, null)], maximize: false);

        // By hand: deviations -3, -1, 4; squares 9 + 1 + 16 = 26; variance 26 / 2 = 13.
        Assert.Equal((ConfigTier.Clean, 3, 5.0, Math.Sqrt(13), 13.0 / 3, 2.0),
            (summary.Tier, summary.Replicates, summary.Mean, summary.Std, summary.Error2, summary.Best));
    }

    [Fact]
    public void One_replicate_has_no_deviation()
    {
        var summary = ReplicateSummary.Of([(Completed, 2)], maximize: true);

        Assert.Equal((1, 2.0, null, null, 2.0), (summary.Replicates, summary.Mean, summary.Std, summary.Error2, summary.Best));
    }

    [Fact]
    public void Best_is_the_largest_when_larger_is_better() =>
        Assert.Equal(9, ReplicateSummary.Of([(Completed, 2), (Completed, 9), (Completed, 4)], maximize: true).Best);

    [Fact]
    public void Equal_replicates_have_exactly_that_mean_and_no_spread() =>
        Gen.Select(Gen.Double[1, 1e6], Gen.Int[2, 50]).Sample((value, n) =>
    {
        var summary = ReplicateSummary.Of([.. Enumerable.Repeat((Completed, (double?)value), n)], maximize: false);
        Assert.Equal((value, 0.0), (summary.Mean, summary.Std));
    });

    [Fact]
    public void One_diverged_replicate_taints_the_configuration() =>
        Assert.Equal((ConfigTier.Diverged, 1, 1), Tier((Completed, 2.0), (Diverged, null)));

    [Fact]
    public void Only_failures_make_it_failed_and_an_end_without_the_metric_is_one() =>
        Assert.Equal((ConfigTier.Failed, 0, 0), Tier((Failed, null), (Completed, null)));

    [Fact]
    public void A_failure_beside_a_result_is_counted_but_leaves_it_clean() =>
        Assert.Equal((ConfigTier.Clean, 0, 1), Tier((Failed, null), (Completed, 2.0)));

    [Fact]
    public void Nothing_is_said_before_a_result_or_while_a_retry_may_come()
    {
        Assert.Null(Tier((Planned, null), (Running, 3.0)).Tier);
        Assert.Null(Tier((Failed, null), (Planned, null)).Tier);
        Assert.Null(Tier((Cancelled, 2.0), (Cancelled, null)).Tier);
    }

    private static (ConfigTier? Tier, int Diverged, int Replicates) Tier(params (Sweep.Contracts.TrialStatus, double?)[] trials)
    {
        var summary = ReplicateSummary.Of(trials, maximize: false);
        return (summary.Tier, summary.Diverged, summary.Replicates);
    }
}
