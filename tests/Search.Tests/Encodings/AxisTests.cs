using System.Text.Json.Nodes;
using CsCheck;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Tests.Samplers;

namespace Sweep.Search.Tests.Encodings;

public sealed class AxisTests
{
    [Fact]
    public void Cells_tile_the_line_in_ascending_order() =>
        AnySpace.Domain.Where(domain => domain.Count <= 500).Sample(domain =>
        {
            var axis = new Axis("p", domain);
            if (axis.IsCategorical) return;
            var places = Enumerable.Range(0, (int)axis.Count!.Value).Select(i => domain.Item(i))
                .OrderBy(value => JsonNode.Parse(value!.ToJsonString())!.GetValue<double>()).Select(axis.PlaceOf).OfType<Place>().ToList();

            Assert.Equal(0, places[0].Low, 1e-12);
            Assert.Equal(1, places[^1].High, 1e-12);
            Assert.All(places, place => Assert.True(place.Low < place.High && place.Centre >= place.Low && place.Centre <= place.High));
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.Equal(pair.First.High, pair.Second.Low, 1e-12));
        });

    [Fact]
    public void A_place_inside_a_cell_gives_the_value_of_that_cell() =>
        Gen.Select(AnySpace.Domain, Gen.Double[0.0001, 0.9999]).Sample((domain, unit) =>
        {
            var axis = new Axis("p", domain);
            if (axis.IsCategorical) return;

            var place = axis.PlaceOf(axis.ValueAt(unit))!.Value;

            Assert.InRange(unit, place.Low - 1e-9, place.High + 1e-9);
        });

    [Fact]
    public void Cells_of_a_weighted_list_are_as_wide_as_its_probabilities()
    {
        var axis = new Axis("p", new ListDomain([4, 1, 2], [0.5, 0.2, 0.3]));

        Assert.Equal(new Place(0, 0.1, 0.2), Rounded(axis.PlaceOf(1)));
        Assert.Equal(new Place(0.2, 0.35, 0.5), Rounded(axis.PlaceOf(2)));
        Assert.Equal(new Place(0.5, 0.75, 1), Rounded(axis.PlaceOf(4)));
        Assert.Equal(2, axis.ValueAt(0.4)!.GetValue<int>());
    }

    [Fact]
    public void A_value_of_probability_0_has_no_place()
    {
        var axis = new Axis("p", new ListDomain([1, 2, 3], [0.5, 0, 0.5]));

        Assert.Null(axis.PlaceOf(2));
        Assert.DoesNotContain(Enumerable.Range(0, 101), i => axis.ValueAt(i / 100.0)!.GetValue<int>() == 2);
    }

    [Fact]
    public void A_multiple_that_rounding_never_gives_has_no_place()
    {
        // 2.5 is rounded to 2, but no draw from 2.5 on is exactly that.
        var axis = new Axis("p", new QuantizedDomain("q_uniform", new Distribution.Uniform(2.5, 5), 1));

        Assert.Null(axis.PlaceOf(2));
        Assert.NotNull(axis.PlaceOf(3));
    }

    [Theory]
    [InlineData("""["a", "b", "c"]""", true)]
    [InlineData("""[1, 2]""", true)]
    [InlineData("""[1, 2, 3]""", false)]
    [InlineData("""[1, 2, "3"]""", true)]
    [InlineData("""[1, 1.0, 2]""", true)]
    [InlineData("""[1, null, 2]""", true)]
    public void Lists_of_three_or_more_different_numbers_are_ordered(string values, bool isCategorical) =>
        Assert.Equal(isCategorical, new Axis("p", new ListDomain([.. JsonNode.Parse(values)!.AsArray()])).IsCategorical);

    [Fact]
    public void A_number_is_found_however_it_is_written()
    {
        var axis = new Axis("p", new ListDomain([.. JsonNode.Parse("[1, 10, 1e2]")!.AsArray()]));

        Assert.Equal(2, axis.IndexOf(JsonNode.Parse("100")));
        Assert.Equal(0, axis.IndexOf(JsonNode.Parse("1.0")));
    }

    private static Place? Rounded(Place? place) => place is { } found
        ? new Place(Math.Round(found.Low, 12), Math.Round(found.Centre, 12), Math.Round(found.High, 12)) : null;
}
