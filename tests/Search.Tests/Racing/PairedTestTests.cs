using Sweep.Search.Racing;

namespace Sweep.Search.Tests.Racing;

public sealed class PairedTestTests
{
    // One-sided 5 % points of Student's t: 2.353 for 3 degrees of freedom, 2.132 for 4.
    [Theory]
    [InlineData(2.36, true)]
    [InlineData(2.34, false)]
    public void Rejects_where_the_table_of_t_says(double t, bool isWorse)
    {
        // Deviations ±1 ±1: variance 4/3; the mean that gives t is t * sqrt(4/3 / 4).
        var mean = t * Math.Sqrt(4.0 / 3 / 4);

        Assert.Equal(isWorse, PairedTest.IsWorse([mean - 1, mean + 1, mean - 1, mean + 1], default, 0.05));
    }

    [Theory]
    [InlineData(2.14, true)]
    [InlineData(2.12, false)]
    public void One_pair_is_enough_once_the_noise_is_known(double difference, bool isWorse) =>
        Assert.Equal(isWorse, PairedTest.IsWorse([difference], new PooledNoise(4, 4), 0.05));

    [Fact]
    public void Nothing_is_rejected_before_the_noise_is_known()
    {
        Assert.False(PairedTest.IsWorse([1e9], default, 0.25));
        Assert.False(PairedTest.IsWorse([1, 1.0001], default, 0.25));
        Assert.False(PairedTest.IsWorse([], new PooledNoise(4, 4), 0.25));
    }

    [Fact]
    public void A_failure_is_worse_at_once()
    {
        Assert.True(PairedTest.IsWorse([double.PositiveInfinity], default, 0.25));
        Assert.False(PairedTest.IsWorse([double.NegativeInfinity, 5], new PooledNoise(4, 4), 0.25));
    }
}
