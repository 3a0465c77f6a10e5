using System.Text.Json.Nodes;
using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Domains;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.Samplers;

/// <summary>Small search spaces, and generators of them.</summary>
internal static class Spaces
{
    /// <summary>Up to five parameters of up to four values, each perhaps hanging on an earlier one.</summary>
    public static Gen<SearchSpace> ConditionalSpace { get; } =
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 5], Gen.Int[1, 4]).Array[1, 5].Select(parts => Space(
            [.. parts.Select((part, i) => Range($"p{i}", 1, part.Item1) with
            {
                When = part.Item2 < i ? [When($"p{part.Item2}", part.Item3)] : [],
            })]));

    public static SearchSpace Space(IReadOnlyList<SpaceParameter> parameters, params string[] constraints) =>
        new(parameters, [.. constraints.Select(Constraint.Parse)]);

    public static SpaceParameter List(string name, params int[] values) =>
        new(name, new ListDomain([.. values.Select(value => JsonValue.Create(value))]), []);

    public static SpaceParameter Weighted(string name, params double[] probabilities) =>
        new(name, new ListDomain([.. Enumerable.Range(0, probabilities.Length).Select(i => JsonValue.Create(i))], probabilities), []);

    public static SpaceParameter Range(string name, int min, int max) => new(name, new IntegerDomain(min, max), []);

    public static SpaceParameter Uniform(string name) => new(name, new RealDomain("uniform", new Distribution.Uniform(0, 1)), []);

    public static WhenClause When(string parent, params int[] values) => new(parent, [.. values.Select(value => JsonValue.Create(value))]);

    public static IEnumerable<TrialConfig> All(ISampler sampler, int most = 10_000)
    {
        for (var i = 0; i < most && sampler.Suggest(i, SearchHistory.Empty)?.Config is { } config; i++) yield return config;
    }

    public static string[] Texts(ISampler sampler, int most = 10_000) => [.. All(sampler, most).Select(config => config.ToString())];
}
