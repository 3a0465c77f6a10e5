using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

/// <summary>Against published data: Darwin's fifteen pairs of maize (Fisher 1935) and Student's sleep data (1908),
/// with scipy 1.10.1 for the digits.</summary>
public sealed class PairedTestTests
{
    private static readonly double[] Maize = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
    private static readonly double[] Sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];

    [Fact]
    public void T_test_of_Darwins_maize()
    {
        var test = PairedTTest.Of(Maize)!;

        Assert.Equal(314.0 / 15, test.Mean, 1e-12);
        Assert.Equal(0.049702944021800956, test.P, 1e-10);
        Assert.Equal(0.03119331840152384, test.Mean - test.HalfWidth, 1e-8);
        Assert.Equal(41.83547334826514, test.Mean + test.HalfWidth, 1e-8);
    }

    [Fact]
    public void T_test_of_Students_sleep_data()
    {
        var test = PairedTTest.Of(Sleep)!;

        Assert.Equal(1.58, test.Mean, 1e-12);
        Assert.Equal(0.00283289019738427, test.P, 1e-10);
        Assert.Equal(0.7001142367452713, test.Mean - test.HalfWidth, 1e-8);
    }

    [Fact]
    public void T_test_needs_two_pairs_and_knows_the_cases_without_spread()
    {
        Assert.Null(PairedTTest.Of([1.0]));
        Assert.Equal(new PairedTTest(0, 0, 1), PairedTTest.Of([0.0, 0.0]));
        Assert.Null(PairedTTest.Of([0.1, 0.1, 0.1]));
    }

    [Fact]
    public void T_test_takes_differences_that_only_rounding_tells_apart_as_equal()
    {
        double[] sameStep = [10.3 - 10.1, 4.5 - 4.3];

        Assert.NotEqual(sameStep[0], sameStep[1]);
        Assert.Null(PairedTTest.Of(sameStep));
        Assert.NotNull(PairedTTest.Of([0.2, 0.2 + 1e-9]));
    }

    [Fact]
    public void Wilcoxon_of_published_data_is_exact()
    {
        Assert.Equal(0.041259765625, WilcoxonTest.PValue(Maize)!.Value, 1e-15);

        // One difference is 0 and goes; of the 2^9 sign patterns of the rest, two are as extreme as all positive.
        Assert.Equal(2.0 / 512, WilcoxonTest.PValue(Sleep)!.Value, 1e-15);
    }

    [Theory]
    [InlineData(6, 0, 0.03125)]
    [InlineData(8, 3, 0.0390625)]
    [InlineData(10, 8, 0.048828125)]
    [InlineData(12, 13, 0.04248046875)]
    [InlineData(20, 52, 0.04844093322753906)]
    [InlineData(25, 89, 0.04826241731643677)]
    public void Wilcoxon_agrees_with_the_tables_of_critical_values(int pairs, int rankSum, double p)
    {
        // Tables give the largest rank sum at the two-sided 5 % level (p by scipy 1.10.1, mode="exact"):
        // here as negative differences, the largest ranks first.
        var left = rankSum;
        double[] differences =
            [.. Enumerable.Range(1, pairs).Reverse().Select(rank => rank <= left && (left -= rank) >= 0 ? -rank : (double)rank)];

        Assert.Equal(p, WilcoxonTest.PValue(differences)!.Value, 1e-15);
    }

    [Theory]
    [InlineData(new[] { 1.0, 1, 2, -1, 3, 3, 4 }, 0.0625)]
    [InlineData(new[] { 2.0, 2, 2, 2, -2, 5 }, 0.1875)]
    [InlineData(new[] { 1.0, 1, -1, -1, 2, 3, 0 }, 0.375)]
    public void Wilcoxon_with_ties_is_the_share_of_sign_patterns(double[] differences, double byEnumeration) =>
        Assert.Equal(byEnumeration, WilcoxonTest.PValue(differences)!.Value, 1e-15);

    [Fact]
    public void Wilcoxon_of_many_pairs_is_the_normal_approximation()
    {
        double[] differences = [.. Enumerable.Range(0, 60).Select(i => (i * 37 % 61) - 20.0)];

        Assert.Equal(0.00020719277993727923, WilcoxonTest.PValue(differences)!.Value, 1e-10);
    }

    [Fact]
    public void Wilcoxon_of_nothing_and_of_no_difference()
    {
        Assert.Null(WilcoxonTest.PValue([]));
        Assert.Equal(1, WilcoxonTest.PValue([0.0, 0.0]));
    }

    [Fact]
    public void Holm_corrects_step_by_step_and_skips_what_is_missing()
    {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02 (R's own documentation of the method).
        double?[] adjusted = [.. HolmCorrection.Adjust([0.01, 0.04, null, 0.03, 0.005])];

        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Where(p => p is not null).Select(p => Math.Round(p!.Value, 12)));
        Assert.Null(adjusted[2]);
        Assert.Equal([1.0, 1.0], HolmCorrection.Adjust([0.8, 0.9]).Select(p => p!.Value));
    }
}
