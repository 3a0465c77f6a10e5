using CsCheck;
using Sweep.Search.Objectives;

namespace Sweep.Search.Tests.Objectives;

/// <summary>Fronts against their definition, crowding distances and areas against what is worked out by hand.</summary>
public sealed class ParetoFrontsTests
{
    /// <summary>Few different values, so that points and coordinates are often equal.</summary>
    private static Gen<double[][]> Points(int objectives) =>
        Gen.OneOf(Gen.Int[0, 5].Select(value => (double)value), Gen.Double[0, 5]).Array[objectives].Array[0, 40];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Fronts_are_those_of_the_definition(int objectives) => Points(objectives).Sample(points =>
        Assert.Equal(ByDefinition(points), ParetoFronts.Of(points)));

    [Fact]
    public void The_order_of_points_does_not_count() => Gen.Select(Points(3), Gen.Int).Sample((points, seed) =>
    {
        var order = Enumerable.Range(0, points.Length).ToArray();
        new Random(seed).Shuffle(order);

        var fronts = ParetoFronts.Of([.. order.Select(i => points[i])]);

        var straight = ParetoFronts.Of(points);
        Assert.Equal(order.Select(i => straight[i]), fronts);
    });

    [Fact]
    public void A_hundred_thousand_pairs_on_many_fronts_are_sorted()
    {
        // f2 = level - f1: so many lines, none of whose points dominates another one of the same line.
        var points = Enumerable.Range(0, 100_000).Select(i => (double[])[i / 100, (1000 - (i / 100)) + (i % 100 * 1000)]).ToArray();

        var fronts = ParetoFronts.Of(points);

        Assert.Equal(points.Select((_, i) => i % 100), fronts);
    }

    [Fact]
    public void Crowding_is_the_distance_of_the_neighbours_as_a_share_of_the_range()
    {
        double[][] front = [[4, 2], [1, 5], [7, 1], [2, 3]];

        var distances = Crowding.Distances(front);

        // (4, 2): (7 - 2) / 6 + (3 - 1) / 4; (2, 3): (4 - 1) / 6 + (5 - 2) / 4.
        Assert.Equal([(5.0 / 6) + 0.5, double.PositiveInfinity, double.PositiveInfinity, 1.25], distances);
    }

    [Fact]
    public void Crowding_knows_no_range_of_equal_values() =>
        Assert.Equal([double.PositiveInfinity, 0, double.PositiveInfinity], Crowding.Distances([[1, 1], [1, 1], [1, 1]]));

    [Fact]
    public void The_area_below_the_front_of_ZDT1_is_two_thirds()
    {
        // f2 = 1 - sqrt(f1): 1 less the integral, which is 1/3 (Zitzler, Deb and Thiele, 2000).
        var front = Enumerable.Range(0, 100_001).Select(i => i / 100_000.0).Select(f1 => (f1, 1 - Math.Sqrt(f1)));

        Assert.Equal(2.0 / 3, Hypervolume.Of(front, 1, 1), 1e-4);
    }

    private static int[] ByDefinition(double[][] points)
    {
        var fronts = new int[points.Length];
        var left = Enumerable.Range(0, points.Length).ToList();
        for (var front = 0; left.Count > 0; front++)
        {
            var first = left.Where(i => !left.Exists(other => IsDominated(points[other], points[i]))).ToList();
            foreach (var i in first) fronts[i] = front;
            left.RemoveAll(first.Contains);
        }

        return fronts;
    }

    private static bool IsDominated(double[] by, double[] point) =>
        by.Zip(point).All(pair => pair.First <= pair.Second) && by.Zip(point).Any(pair => pair.First < pair.Second);
}
