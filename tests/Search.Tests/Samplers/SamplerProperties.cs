using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers;

/// <summary>What the samplers promise whose suggestions cost little, over spaces with every kind of parameter.</summary>
public sealed class SamplerProperties
{
    private static readonly double?[] Odd =
        [null, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -1e308, 0, 0, 1, 5e-324];

    public static TheoryData<string> Methods => ["sobol", "tpe", "cmaes"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Suggestions_lie_inside_the_space_whatever_the_losses(string method) =>
        Gen.Select(AnySpace.All, Gen.Long, Gen.Int[0, 9].Array[30]).Sample((space, seed, losses) =>
        {
            var encoded = new EncodedSpace(space);

            Assert.All(Run(method, space, seed, 25, i => Odd[losses[i]]), observation =>
                Assert.True(encoded.Encode(observation.Config) is not null, $"outside of the space: {observation.Config}"));
        }, iter: 60);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Constraints_hold(string method) =>
        Gen.Long.Sample(seed =>
        {
            var space = Space([Uniform("a"), Uniform("b"), Range("n", 1, 9)], "a < b / 2", "n * a <= 3");
            var encoded = new EncodedSpace(space);

            var run = Run(method, space, seed, 30, i => i % 7);

            Assert.Equal(30, run.Count);
            Assert.All(run, observation => Assert.True(encoded.Admits(encoded.Encode(observation.Config)!)));
        }, iter: 10);

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_finite_space_is_exhausted_without_repeating_any(string method) =>
        Gen.Select(AnySpace.Finite, Gen.Long, Gen.Int[0, 9].Array[400]).Sample((space, seed, losses) =>
        {
            var sampler = SamplerFactory.Make(method, space, seed);
            var run = Run(sampler, 400, i => Odd[losses[i]]);

            Assert.Equal(run.Count, run.Select(observation => observation.Config).Distinct().Count());
            Assert.Equal(All(new RandomSampler(space, seed)).ToHashSet(), run.Select(observation => observation.Config).ToHashSet());
            Assert.Equal(run.Count, sampler.Count);
        }, iter: 20);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Running_configurations_are_not_suggested_again(string method) =>
        Gen.Select(AnySpace.Finite, Gen.Long).Sample((space, seed) =>
        {
            var sampler = SamplerFactory.Make(method, space, seed);
            var running = new List<TrialConfig>();
            while (sampler.Suggest(running.Count, new SearchHistory([], running))?.Config is { } config)
            {
                Assert.DoesNotContain(config, running);
                running.Add(config);
            }
        }, iter: 20);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Answers_depend_on_index_and_history_alone(string method) =>
        Gen.Select(AnySpace.All, Gen.Long, Gen.Double[0, 1].Array[30]).Sample((space, seed, losses) =>
        {
            var used = SamplerFactory.Make(method, space, seed);
            var run = Run(used, 25, i => losses[i]);
            foreach (var told in new[] { 24, 3, 18, 12 })
            {
                var history = new SearchHistory([.. run.Take(told)], [.. run.Skip(told).Take(2).Select(observation => observation.Config)]);
                var fresh = SamplerFactory.Make(method, space, seed).Suggest(told + 2, history);

                Assert.Equal(fresh?.Config, used.Suggest(told + 2, history)?.Config);
                Assert.Equal(fresh?.Reason, used.Suggest(told + 2, history)?.Reason);
            }
        }, iter: 20);

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_lies_outside_of_the_space_does_no_harm(string method)
    {
        var space = Space([Uniform("a"), Range("n", 1, 3)]);
        var elsewhere = Enumerable.Range(0, 20).Select(i => new Observation(-1, $$"""{"a":{{i}}.5,"b":3}""", i) { IsForeign = true });

        Assert.NotNull(SamplerFactory.Make(method, space, 1).Suggest(0, new SearchHistory([.. elsewhere], ["{}"])));
    }

    internal static List<Observation> Run(string method, SearchSpace space, long seed, int trials, Func<int, double?> loss) =>
        Run(SamplerFactory.Make(method, space, seed), trials, loss);

    internal static List<Observation> Run(ISampler sampler, int trials, Func<int, double?> loss)
    {
        var run = new List<Observation>();
        for (var i = 0; i < trials && sampler.Suggest(i, new SearchHistory([.. run], [])) is { } found; i++)
            run.Add(new Observation(i, found.Config, loss(i)));
        return run;
    }
}
