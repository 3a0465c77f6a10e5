using CsCheck;
using Sweep.Figures.Layout;

namespace Sweep.Figures.Tests.Layout;

/// <summary>Labels beside lines never overlap and stay near.</summary>
public sealed class LabelColumnTests
{
    [Fact]
    public void Labels_with_room_stay_where_they_are_wanted() =>
        Assert.Equal([10, 90, 50], LabelColumn.Place([10, 90, 50], 15, 0, 100));

    [Fact]
    public void Labels_that_would_collide_spread_around_their_mean() =>
        Assert.Equal([40, 60, 50], LabelColumn.Place([49, 51, 50], 10, 0, 100));

    [Fact]
    public void A_block_at_the_edge_moves_inside() => Assert.Equal([80, 90, 100], LabelColumn.Place([100, 100, 100], 10, 0, 100));

    [Fact]
    public void Without_room_for_all_they_share_what_there_is() =>
        Assert.Equal([0, 25, 50, 75, 100], LabelColumn.Place([50, 50, 50, 50, 50], 40, 0, 100));

    [Fact]
    public void Labels_keep_their_distance_and_their_order() =>
        Gen.Double[-50, 150].List[1, 12].Sample(wanted =>
        {
            var places = LabelColumn.Place(wanted, 7, 0, 100);

            var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).Select(i => places[i]).ToList();
            Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 7 - 1e-9));
            Assert.All(places, place => Assert.InRange(place, -1e-9, 100 + 1e-9));
        });
}
