using CsCheck;
using Sweep.Search.Objectives;

namespace Sweep.Search.Tests.Objectives;

/// <summary>Fronts of points that come one by one, against a sort of all of them.</summary>
public sealed class GrowingFrontsTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void Fronts_are_at_any_time_those_of_a_sort_of_all_that_have_come(int objectives) =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 5].Select(value => (double)value), Gen.Double[0, 5]).Array[objectives].Array[0, 40], Gen.Int[0, 40])
            .Sample((points, first) =>
            {
                var begun = Math.Min(first, points.Length);
                var growing = new GrowingFronts(points[..begun]);
                for (var count = begun; ; count++)
                {
                    Assert.Equal(ParetoFronts.Of(points[..count]), growing.ToArray());
                    if (count == points.Length) break;
                    growing.Add(points[count]);
                }
            });
}
