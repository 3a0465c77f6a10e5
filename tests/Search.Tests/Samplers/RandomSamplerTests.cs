using CsCheck;
using Sweep.Search.Domains;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers;

public sealed class RandomSamplerTests
{
    private static readonly SearchSpace Endless = Space([Uniform("lr"), Range("layers", 1, 4)]);

    [Fact]
    public void Same_seed_gives_the_same_suggestions_asked_in_any_order()
    {
        var forward = Texts(new RandomSampler(Endless, 7), 50);
        var backward = new RandomSampler(Endless, 7);

        Assert.Equal(forward.Reverse(), Enumerable.Range(0, 50).Reverse().Select(i =>
            backward.Suggest(i, SearchHistory.Empty)!.Config.ToString()));
        Assert.NotEqual(forward, Texts(new RandomSampler(Endless, 8), 50));
    }

    [Fact]
    public void Exhausts_a_finite_space_without_duplicates() =>
        Gen.Select(ConditionalSpace, Gen.Long).Sample((space, seed) =>
        {
            var random = Texts(new RandomSampler(space, seed));

            Assert.Equal(random.Length, random.Distinct().Count());
            Assert.Equal(Texts(new GridSampler(space)).ToHashSet(), random.ToHashSet());
            Assert.Equal(random.Length, new RandomSampler(space, seed).Count);
        });

    [Fact]
    public void Constraints_hold_in_a_space_without_end()
    {
        var sampler = new RandomSampler(Space([Uniform("a"), Uniform("b")], "a < b / 2"), 1);

        Assert.All(All(sampler, 200), config => Assert.True(config["a"]!.GetValue<double>() < config["b"]!.GetValue<double>() / 2));
        Assert.Equal(200, All(sampler, 200).Count());
        Assert.Null(sampler.Count);
    }

    [Fact]
    public void Constraints_that_nothing_meets_end_the_search_instead_of_hanging_it() =>
        Assert.Null(new RandomSampler(Space([Uniform("a")], "a > 1"), 1).Suggest(0, SearchHistory.Empty));

    [Fact]
    public void Discrete_values_without_end_are_not_repeated_either()
    {
        var sampler = new RandomSampler(Space([new("n", new QuantizedDomain("q_normal", new Distribution.Gaussian(0, 1), 1), [])]), 1);

        var drawn = Texts(sampler, 7);

        Assert.Equal(7, drawn.Distinct().Count());
    }

    [Fact]
    public void A_value_of_probability_0_is_never_drawn() =>
        Assert.Equal(["a=1"], Texts(new RandomSampler(Space([Weighted("a", 0, 1)]), 3)));

    [Fact]
    public void Another_parameter_in_the_file_leaves_the_draws_of_the_others_alone()
    {
        var alone = All(new RandomSampler(Space([Uniform("lr")]), 7), 20).Select(config => config["lr"]!.GetValue<double>());
        var beside = All(new RandomSampler(Space([Uniform("clip"), Uniform("lr")]), 7), 20)
            .Select(config => config["lr"]!.GetValue<double>());

        Assert.Equal(alone, beside);
    }

    // First suggestion of 20,000 seeds; standard error of a share p is sqrt(p(1-p)/20000) < 0.0036, the tolerance is 4 of these.
    [Fact]
    public void First_suggestion_follows_the_probabilities()
    {
        var space = Space([Weighted("a", 0.1, 0.2, 0.7)]);

        var shares = Enumerable.Range(0, 20_000)
            .Select(seed => new RandomSampler(space, seed).Suggest(0, SearchHistory.Empty)!.Config["a"]!.GetValue<int>())
            .CountBy(value => value);

        Assert.All(shares, share => Assert.Equal(new[] { 0.1, 0.2, 0.7 }[share.Key], share.Value / 20_000.0, 0.0144));
    }

    // Drawing without what came before: P(second = b | first = a) = p_b / (1 - p_a). For (a, b) = (2, 1): 0.7 * 0.2 / 0.3.
    [Fact]
    public void Second_suggestion_follows_the_probabilities_that_are_left()
    {
        var space = Space([Weighted("a", 0.1, 0.2, 0.7)]);

        var pairs = Enumerable.Range(0, 20_000).Select(seed => string.Join(' ', Texts(new RandomSampler(space, seed), 2)));

        Assert.Equal(0.7 * 0.2 / 0.3, pairs.Count(pair => pair == "a=2 a=1") / 20_000.0, 0.0144);
    }
}
