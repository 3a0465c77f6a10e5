using System.Numerics;
using CsCheck;
using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

/// <summary>Against the example of SciPy's documentation (diabetes: ages at diagnosis), closed forms, and all choices one by one.</summary>
public sealed class MannWhitneyTestTests
{
    private static readonly double[] Males = [19, 22, 16, 29, 24];
    private static readonly double[] Females = [20, 11, 17, 12];

    [Fact]
    public void A_published_example_is_exact()
    {
        // U = 17 of 20: 7 of the 126 choices are as extreme on that side.
        Assert.Equal(14.0 / 126, MannWhitneyTest.PValue(Males, Females)!.Value, 1e-14);
        Assert.Equal(14.0 / 126, MannWhitneyTest.PValue(Females, Males)!.Value, 1e-14);
    }

    [Theory]
    [InlineData(4, 4, 70)]
    [InlineData(5, 5, 252)]
    [InlineData(10, 10, 184_756)]
    [InlineData(3, 7, 120)]
    public void Samples_that_do_not_overlap_are_one_choice_of_all(int first, int second, int choices) =>
        Assert.Equal(2.0 / choices, MannWhitneyTest.PValue(Numbers(0, first), Numbers(100, second))!.Value, 1e-14);

    [Fact]
    public void An_empty_sample_has_no_answer_and_equal_values_have_no_difference()
    {
        Assert.Null(MannWhitneyTest.PValue([], [1]));
        Assert.Equal(1, MannWhitneyTest.PValue([2, 2, 2], [2, 2]));
        Assert.Equal(1, MannWhitneyTest.PValue([.. Enumerable.Repeat(2.0, 50)], [.. Enumerable.Repeat(2.0, 50)]));
    }

    [Fact]
    public void An_infinite_value_is_only_the_largest() =>
        Assert.Equal(MannWhitneyTest.PValue([1, 2, 9], [3, 4, 5]), MannWhitneyTest.PValue([1, 2, double.PositiveInfinity], [3, 4, 5]));

    [Fact]
    public void Large_samples_are_close_to_the_normal_distribution()
    {
        // n = m = 50, every second value: U = 50 * 49 / 2 = 1,225; mean 1,250, variance 50 * 50 * 101 / 12; z = 24.5 / 145.057.
        double[] even = [.. Enumerable.Range(0, 50).Select(i => 2.0 * i)], odd = [.. even.Select(x => x + 1)];

        Assert.Equal(0.865877, MannWhitneyTest.PValue(even, odd)!.Value, 1e-4);
    }

    [Fact]
    public void With_ties_it_is_the_share_of_all_choices() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 5], Gen.Int[0, 4].Array[1, 5]).Sample((first, second) =>
        {
            int[] all = [.. first, .. second];
            // Doubled ranks: of all values, those below count twice and equal ones once, itself included.
            int[] ranks = [.. all.Select(x => all.Sum(y => y < x ? 2 : y == x ? 1 : 0) + 1)];
            var seen = ranks.Take(first.Length).Sum();
            int[] sums = [.. Enumerable.Range(0, 1 << all.Length).Where(choice => BitOperations.PopCount((uint)choice) == first.Length)
                .Select(choice => ranks.Where((_, i) => (choice >> i & 1) == 1).Sum())];
            var smaller = Math.Min(sums.Count(sum => sum <= seen), sums.Count(sum => sum >= seen));

            Assert.Equal(
                Math.Min(1, 2.0 * smaller / sums.Length),
                MannWhitneyTest.PValue([.. first.Select(x => (double)x)], [.. second.Select(x => (double)x)])!.Value, 1e-12);
        }, iter: 300);

    private static double[] Numbers(double from, int count) => [.. Enumerable.Range(0, count).Select(i => from + i)];
}
