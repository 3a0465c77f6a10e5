using CsCheck;
using Sweep.Search.Samplers;
using Sweep.Search.Samplers.Sobol;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers.Sobol;

public sealed class SobolSamplerTests
{
    [Fact]
    public void Plain_points_are_those_of_SciPy()
    {
        var golden = Golden.Of("sobol");
        var first = golden["first 8 points of 6 dimensions"]!.AsArray();

        for (var i = 0; i < first.Count; i++) Assert.Equal(Golden.Numbers(first[i]), Point((uint)i, 6));
        Assert.Equal(Golden.Numbers(golden["point 100 of 64 dimensions"]), Point(100, 64));
        Assert.Equal(Golden.Numbers(golden["point 255 of 64 dimensions"]), Point(255, 64));
    }

    // Each of the first 2^k points of a scrambled sequence lies in an interval of its own of width 2^-k, in every dimension.
    [Fact]
    public void Scrambled_points_fill_every_dimension_evenly() =>
        Gen.Select(Gen.Long, Gen.Int[0, 63]).Sample((seed, dimension) =>
            Assert.Equal(Enumerable.Range(0, 64), Enumerable.Range(0, 64)
                .Select(i => (int)(64 * SobolSequence.Scrambled((uint)i, dimension, seed))).Order()));

    // The first two dimensions make a (0, 2)-sequence: 16 points, one in each box of 4 x 4, 2 x 8, 8 x 2.
    [Theory]
    [InlineData(4, 4)]
    [InlineData(2, 8)]
    [InlineData(8, 2)]
    public void Scrambled_points_fill_the_first_plane_evenly(int across, int down) =>
        Gen.Long.Sample(seed => Assert.Equal(16, Enumerable.Range(0, 16)
            .Select(i => (
                (int)(across * SobolSequence.Scrambled((uint)i, 0, seed)), (int)(down * SobolSequence.Scrambled((uint)i, 1, seed))))
            .Distinct().Count()));

    // Mean of 4,000 seeds: 1/2, standard error sqrt(1/12/4000) = 0.0046; the tolerance is 4 of these.
    [Fact]
    public void A_scrambled_point_is_uniform_by_itself() =>
        Assert.Equal(0.5, Enumerable.Range(0, 4000).Average(seed => SobolSequence.Scrambled(0, 5, seed)), 0.0184);

    [Fact]
    public void Exhausts_a_finite_space_without_repeating_any() =>
        Gen.Select(ConditionalSpace, Gen.Long).Sample((space, seed) =>
        {
            var all = Texts(new SobolSampler(space, seed));

            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.Equal(Texts(new GridSampler(space)).ToHashSet(), all.ToHashSet());
            Assert.Equal(all.Length, new SobolSampler(space, seed).Count);
        });

    [Fact]
    public void Points_that_break_a_constraint_are_passed_over()
    {
        var sampler = new SobolSampler(Space([Uniform("a"), Uniform("b")], "a < b / 2"), 1);

        Assert.Equal(200, All(sampler, 200).Count());
        Assert.All(All(sampler, 200), config => Assert.True(config["a"]!.GetValue<double>() < config["b"]!.GetValue<double>() / 2));
    }

    [Fact]
    public void Parameters_beyond_the_64th_are_drawn_too()
    {
        var sampler = new SobolSampler(Space([.. Enumerable.Range(0, 70).Select(i => Uniform($"p{i}"))]), 1);

        var last = All(sampler, 50).Select(config => config["p69"]!.GetValue<double>()).ToArray();

        Assert.Equal(50, last.Distinct().Count());
        Assert.All(last, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Same_seed_gives_the_same_suggestions_asked_in_any_order()
    {
        var space = Space([Uniform("lr"), Range("layers", 1, 4)]);
        var forward = Texts(new SobolSampler(space, 7), 50);
        var backward = new SobolSampler(space, 7);

        Assert.Equal(forward.Reverse(),
            Enumerable.Range(0, 50).Reverse().Select(i => backward.Suggest(i, SearchHistory.Empty)!.Config.ToString()));
        Assert.NotEqual(forward, Texts(new SobolSampler(space, 8), 50));
    }

    private static double[] Point(uint index, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(dimension => SobolSequence.Plain(index, dimension))];
}
