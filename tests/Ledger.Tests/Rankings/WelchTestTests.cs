using CsCheck;
using Sweep.Contracts;
using Sweep.Ledger.Rankings;

namespace Sweep.Ledger.Tests.Rankings;

/// <summary>Numbers by scipy 1.10.1: <c>stats.ttest_ind(equal_var=False)</c> and <c>stats.t.ppf(0.975, df)</c>;
/// critical values also stand in every printed t-table.</summary>
public sealed class WelchTestTests
{
    private static readonly ReplicateSummary A = Of(12.1, 11.8, 12.6, 12.0, 12.9);
    private static readonly ReplicateSummary B = Of(11.2, 11.5, 11.0);
    private static readonly ReplicateSummary C = Of(12.2, 11.9, 12.4);

    [Fact]
    public void Separates_what_has_p_below_5_percent_and_nothing_else()
    {
        Assert.True(WelchTest.Separates(A, B)); // p = 0.0058
        Assert.False(WelchTest.Separates(A, C)); // p = 0.67
        Assert.True(WelchTest.Separates(C, B)); // p = 0.0105
    }

    [Fact]
    public void Degrees_of_freedom_follow_Welch_and_Satterthwaite()
    {
        Assert.Equal(5.999481023524722, WelchTest.Degrees(A.Error2!.Value, 5, B.Error2!.Value, 3), 1e-9);
        Assert.Equal(4, WelchTest.Degrees(B.Error2!.Value, 3, C.Error2!.Value, 3), 1e-9);
    }

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(4, 2.776)]
    [InlineData(5.9995, 2.571)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    [InlineData(100_000, 1.972)]
    public void The_bound_is_that_of_the_printed_table_for_degrees_rounded_down(double degrees, double t) =>
        Assert.Equal(t, Math.Sqrt(WelchTest.CriticalSquare(degrees)), 0.0005);

    [Fact]
    public void Without_a_spread_any_difference_separates_and_none_does_not()
    {
        Assert.True(WelchTest.Separates(Of(9, 9), Of(9.0000001, 9.0000001)));
        Assert.False(WelchTest.Separates(Of(9, 9), Of(9, 9)));
    }

    [Fact]
    public void A_single_replicate_follows_the_mean()
    {
        Assert.True(WelchTest.Separates(Of(12.3), A));
        Assert.False(WelchTest.Separates(Of(12.3), Of(12.3)));
    }

    /// <summary>Sizes from one to a few, spreads of none to many powers of ten, equal means and means too far apart to square.</summary>
    [Fact]
    public void Many_samples_at_a_time_are_told_apart_as_pair_by_pair()
    {
        var mean = Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 3].Select(step => (double)step), One(1e-170, 1e151, -1e151, 1e-90));
        var error = Gen.OneOf(Gen.Double[0, 0.1], One(0.0, 1e-30, 1e200, 1e-300));
        var sample = Gen.Select(mean, error, Gen.Int[1, 5], (m, e, n) =>
            new ReplicateSummary(Mean: m, Error2: n > 1 ? e : null, Replicates: n));

        sample.Array[1, 60].Sample(samples =>
        {
            var (from, last) = (samples[^1], samples.Length - 1);
            var apart = samples.SkipLast(1).Count(other => WelchTest.Separates(other, from));

            Assert.Equal(last - apart, WelchTest.Inseparable(new SampleColumns(samples), 0, last, last));
        });
    }

    private static Gen<double> One(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ReplicateSummary Of(params double[] metrics) =>
        ReplicateSummary.Of([.. metrics.Select(metric => (TrialStatus.Completed, (double?)metric))], maximize: false);
}
