using Sweep.Reports.Comparisons;

namespace Sweep.Reports.Tests.Comparisons;

public sealed class SpearmanTestTests
{
    [Fact]
    public void Agrees_with_the_example_of_scipy()
    {
        // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), from its documentation; the two sevens share a rank.
        var found = SpearmanTest.Of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])!;

        Assert.Equal(0.82078268166812329, found.Rho, 1e-12);
        Assert.Equal(0.088587005313543798, found.P, 1e-9);
        Assert.Equal(5, found.Count);
    }

    [Fact]
    public void Agrees_with_the_textbook_without_ties()
    {
        // IQ and hours of television of ten people: the sum of squared rank differences is 194,
        // so rho = 1 - 6 * 194 / (10 * 99) = -29 / 165.
        var found = SpearmanTest.Of([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17])!;

        Assert.Equal(-29 / 165.0, found.Rho, 1e-12);
        Assert.Equal(0.6271883447764844, found.P, 1e-9); // Student's t = rho * sqrt(8 / (1 - rho^2)), 8 degrees of freedom
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    public void Ranks_in_one_order_leave_no_doubt(double sign)
    {
        var found = SpearmanTest.Of([1, 2, 3, 4], [sign * 1, sign * 10, sign * 100, sign * 1000])!;

        Assert.Equal((sign, 0.0), (found.Rho, found.P));
    }

    [Fact]
    public void Nothing_can_be_said_of_two_points_or_of_one_value()
    {
        Assert.Null(SpearmanTest.Of([1, 2], [3, 4]));
        Assert.Null(SpearmanTest.Of([1, 1, 1], [3, 4, 5]));
        Assert.Null(SpearmanTest.Of([1, 2, 3], [4, 4, 4]));
    }
}
