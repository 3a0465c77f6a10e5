using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers;

/// <summary>What holds for every sampler with a model, whatever it is told.</summary>
public sealed class ModelSamplerProperties
{
    private static readonly string[] Methods = ["tpe", "cmaes", "gp", "bayes", "nsga2"];

    private static readonly double?[] Odd =
        [0, 1, null, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon];

    private static readonly Gen<double?> Loss = Gen.OneOf(
        Gen.Double[-10, 10].Select(value => (double?)value), Gen.Double.Select(value => (double?)value),
        Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]));

    private static readonly SearchSpace Mixed = Space(
        [
            Uniform("a"), Uniform("b"), Range("layers", 1, 4), List("hidden", 16, 32, 64, 256), List("cell", 0, 1),
            Uniform("dropout") with { When = [When("layers", 2, 3, 4)] },
            new("lr", new RealDomain("log_uniform_values", new Distribution.LogUniform(1e-5, 1)), []),
            new("batch", new QuantizedDomain("q_log_uniform_values", new Distribution.LogUniform(8, 4096), 8), []),
            new("shift", new RealDomain("normal", new Distribution.Gaussian(0, 1)), []),
        ], "a + b <= 1.2", "layers * hidden <= 512");

    public static TheoryData<string> All => [.. Methods];

    [Theory, MemberData(nameof(All))]
    public void Suggestions_lie_in_the_space_and_are_new(string method)
    {
        var encoded = new EncodedSpace(Mixed);
        Gen.Select(Gen.Long, Loss.Array[12], Gen.Int[0, 4], Gen.Int[1, 3], Gen.Double[-1, 1])
            .Sample((seed, losses, running, replicates, broken) =>
        {
            var search = new Told(SamplerFactory.Make(method, Mixed, seed), running);
            foreach (var loss in losses)
            {
                var config = search.Next(loss, result => result with { Replicates = replicates, Violation = Math.Max(0, broken) })!;

                Assert.True(encoded.Encode(config) is { } point && encoded.Admits(point), config.Json);
            }

            Assert.Equal(search.Configs.Count, search.Configs.Distinct().Count());
        }, iter: 6);
    }

    [Theory, MemberData(nameof(All))]
    public void A_finite_space_is_exhausted_without_repeats(string method) =>
        Gen.Select(ConditionalSpace, Gen.Long, Loss.Array[16]).Sample((space, seed, losses) =>
        {
            var everything = Texts(new GridSampler(space));
            if (everything.Length > 40) return;
            var search = new Told(SamplerFactory.Make(method, space, seed), 1);

            for (var i = 0; search.Next(losses[i % losses.Length]) is not null; i++) Assert.True(i < everything.Length);

            Assert.Equal(everything.Order(), search.Configs.Select(config => config.ToString()).Order());
        }, iter: 8);

    [Theory, MemberData(nameof(All))]
    public void Equal_histories_give_equal_suggestions_whatever_was_asked_before(string method) =>
        Gen.Select(Gen.Long, Loss.Array[9]).Sample((seed, losses) =>
        {
            var search = new Told(SamplerFactory.Make(method, Mixed, seed), 2);
            foreach (var loss in losses) search.Next(loss);

            var used = search.Sampler.Suggest(99, search.History);
            var fresh = SamplerFactory.Make(method, Mixed, seed).Suggest(99, search.History);

            Assert.Equal(fresh!.Config, used!.Config);
            Assert.Equal(fresh.Reason, used.Reason);
            Assert.Equal(fresh.Evidence?.ToJsonString(), used.Evidence?.ToJsonString());
        }, iter: 6);

    [Theory, MemberData(nameof(All))]
    public void Results_from_outside_of_the_space_do_no_harm(string method)
    {
        var sampler = SamplerFactory.Make(method, Mixed, 1);
        var foreign = Enumerable.Range(0, 9).Select(i => new Observation(-1, $$"""{"other":{{i}}}""", i) { IsForeign = true });
        SearchHistory history = new([.. foreign], [new("""{"a":7}""")]);

        Assert.All(Enumerable.Range(0, 9), i => Assert.NotNull(sampler.Suggest(i, history)));
    }

    /// <summary>A search that is told losses in order, while some trials are still running.</summary>
    private sealed class Told(ISampler sampler, int running)
    {
        private readonly List<Observation> finished = [];

        public ISampler Sampler => sampler;

        public List<TrialConfig> Configs { get; } = [];

        public SearchHistory History => new([.. finished], [.. Configs.Skip(finished.Count)]);

        public TrialConfig? Next(double? loss, Func<Observation, Observation>? change = null)
        {
            if (Configs.Count - finished.Count >= Math.Max(1, running))
            {
                var told = new Observation(finished.Count, Configs[finished.Count], loss);
                finished.Add(change is null ? told : change(told));
            }

            if (sampler.Suggest(Configs.Count, History) is not { } suggestion) return null;
            Configs.Add(suggestion.Config);
            return suggestion.Config;
        }
    }
}
