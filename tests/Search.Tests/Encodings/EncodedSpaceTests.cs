using System.Text.Json.Nodes;
using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Tests.Samplers;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Encodings;

public sealed class EncodedSpaceTests
{
    [Fact]
    public void Every_configuration_that_is_drawn_comes_back_from_its_point() =>
        Gen.Select(AnySpace.All, Gen.Long).Sample((space, seed) =>
        {
            var encoded = new EncodedSpace(space);
            foreach (var config in All(new RandomSampler(space, seed), 20))
            {
                var point = encoded.Encode(config);

                Assert.True(point is not null, $"outside of the space: {config}");
                SameValues(config, encoded.Decode(point));
            }
        });

    [Fact]
    public void A_point_lacks_exactly_the_parameters_that_the_configuration_lacks() =>
        Gen.Select(AnySpace.All, Gen.Long).Sample((space, seed) =>
        {
            var encoded = new EncodedSpace(space);
            foreach (var config in All(new RandomSampler(space, seed), 5))
            {
                var point = encoded.Encode(config)!;
                for (var i = 0; i < point.Length; i++)
                {
                    Assert.Equal(config.Has(space.Parameters[i].Name), !double.IsNaN(point[i]));
                    Assert.Equal(config.Has(space.Parameters[i].Name), encoded.Exists(i, point));
                }
            }
        });

    [Fact]
    public void Any_numbers_make_a_configuration_of_the_space() =>
        Gen.Select(AnySpace.All, Gen.Double[0, 1].Array[6]).Sample((space, numbers) =>
        {
            var encoded = new EncodedSpace(space);
            var point = encoded.Axes.Select((axis, i) =>
                axis.IsCategorical ? Math.Floor(numbers[i] * axis.Count!.Value * 0.999) : numbers[i]);

            var config = encoded.Decode([.. point]);

            if (Possible(space, config)) Assert.NotNull(encoded.Encode(config));
        });

    [Fact]
    public void Values_that_a_parameter_cannot_have_lie_outside()
    {
        var encoded = new EncodedSpace(Space([Range("layers", 1, 3), Uniform("lr") with { When = [When("layers", 2)] }]));

        Assert.Null(encoded.Encode("""{"layers":4}"""));
        Assert.Null(encoded.Encode("""{"layers":1.5}"""));
        Assert.Null(encoded.Encode("""{"layers":2}"""));
        Assert.Null(encoded.Encode("""{"layers":1,"lr":0.5}"""));
        Assert.Null(encoded.Encode("""{"layers":2,"lr":"0.5"}"""));
        Assert.Null(encoded.Encode("""{"layers":1,"width":3}"""));
        Assert.Equal([0.5, 0.25], encoded.Encode("""{"layers":2,"lr":0.25}""")!);
        Assert.Equal([0.5, 0.25], encoded.Encode("""{"lr":2.5e-1,"layers":2.0}""")!);
    }

    [Fact]
    public void Constraints_are_those_of_the_configuration()
    {
        var encoded = new EncodedSpace(Space([Range("a", 1, 2), Range("b", 1, 2)], "a < b"));

        Assert.True(encoded.Admits([0.25, 0.75]));
        Assert.False(encoded.Admits([0.75, 0.75]));
    }

    private static void SameValues(TrialConfig expected, TrialConfig actual)
    {
        Assert.Equal(expected.Names, actual.Names);
        foreach (var name in expected.Names)
        {
            if (Number(expected[name]) is { } number) Assert.Equal(number, Number(actual[name])!.Value, Math.Abs(number) * 1e-9 + 1e-12);
            else Assert.Equal(expected[name]?.ToJsonString(), actual[name]?.ToJsonString());
        }
    }

    private static double? Number(JsonNode? value) =>
        double.TryParse(value?.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Possible(SearchSpace space, TrialConfig config) => space.Parameters.All(parameter =>
        parameter.Domain is not ListDomain list || !config.Has(parameter.Name)
        || Enumerable.Range(0, (int)list.Count!.Value).Any(i =>
            list.Probability(i) > 0 && list.Item(i)?.ToJsonString() == config[parameter.Name]?.ToJsonString()));
}
