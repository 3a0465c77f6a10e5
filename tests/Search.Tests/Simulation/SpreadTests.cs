using Sweep.Search.Simulation;

namespace Sweep.Search.Tests.Simulation;

public sealed class SpreadTests
{
    [Fact]
    public void Quartiles_lie_between_the_nearest_values()
    {
        // numpy.quantile([1, 2, 3, 4], [0.25, 0.5, 0.75])
        Assert.Equal(new Spread(1.75, 2.5, 3.25), Spread.Of([4, 2, 1, 3]));
        Assert.Equal(new Spread(7, 7, 7), Spread.Of([7]));
    }

    [Fact]
    public void Infinite_values_are_the_largest() =>
        Assert.Equal(
            new Spread(1, 2, double.PositiveInfinity),
            Spread.Of([1, 1, 2, double.PositiveInfinity, double.PositiveInfinity]));
}
