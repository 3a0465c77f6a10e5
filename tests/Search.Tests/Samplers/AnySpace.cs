using System.Text.Json.Nodes;
using CsCheck;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Search.Tests.Samplers;

/// <summary>Generators of spaces with every kind of parameter, each perhaps hanging on an earlier one.</summary>
internal static class AnySpace
{
    private static readonly string[] Words = ["rnn", "gru", "lstm", "a b", "true"];

    /// <summary>One of every kind, with ends of ranges that lie on whole multiples and between them.</summary>
    public static Gen<IDomain> Domain { get; } = Gen.OneOf(
        Gen.Int[1, 5].Select(count => (IDomain)new ListDomain([.. Words.Take(count).Select(word => JsonValue.Create(word))])),
        Gen.Int[1, 6].Select(count =>
            (IDomain)Numbers(Enumerable.Range(0, count).Select(i => 10.0 - i * i))),
        Gen.Int[0, 5].Array[2, 5].Select(Weighted),
        Gen.Select(Gen.Int[-5, 5], Gen.Int[0, 300]).Select((low, width) => (IDomain)new IntegerDomain(low, low + width)),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 10]).Select((low, width) =>
            (IDomain)Real("uniform", new Distribution.Uniform(low, low + width))),
        Gen.Select(Gen.Double[1e-6, 1], Gen.Double[1.1, 1e6]).Select((low, times) =>
            (IDomain)Real("log_uniform_values", new Distribution.LogUniform(low, low * times))),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 3]).Select((mu, sigma) =>
            (IDomain)Real("normal", new Distribution.Gaussian(mu, sigma))),
        Gen.Select(Gen.Double[-2, 2], Gen.Double[0.1, 2]).Select((mu, sigma) =>
            (IDomain)Real("log_normal", new Distribution.LogGaussian(mu, sigma))),
        Gen.Select(Gen.Double[0.5, 3], Gen.Double[0.5, 3]).Select((a, b) =>
            (IDomain)Real("beta", new Distribution.BetaShape(a, b))),
        Gen.Select(Gen.Int[-50, 50], Gen.Int[1, 100], OneOf(0.05, 0.1, 0.25, 0.3, 1, 7)).Select((low, width, q) =>
            (IDomain)Steps("q_uniform", new Distribution.Uniform(low / 10.0, (low + width) / 10.0), q)),
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 200], OneOf(0.5, 1, 8)).Select((low, width, q) =>
            (IDomain)Steps("q_log_uniform_values", new Distribution.LogUniform(low, low + width), q)),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.5, 3], OneOf(0.25, 1)).Select((mu, sigma, q) =>
            (IDomain)Steps("q_normal", new Distribution.Gaussian(mu, sigma), q)));

    /// <summary>Up to six parameters.</summary>
    public static Gen<SearchSpace> All { get; } = Gen.Select(Domain, Gen.Int[0, 11], Gen.Int[0, 30]).Array[1, 6].Select(Space);

    /// <summary>Spaces of up to a few hundred configurations.</summary>
    public static Gen<SearchSpace> Finite { get; } = All.Where(space => space.Combinations <= 300);

    // The condition names some value that the parent has, of lists and ranges alike.
    private static SearchSpace Space((IDomain Domain, int Parent, int Value)[] parts) => Spaces.Space(
        [.. parts.Select((part, i) => new SpaceParameter($"p{i}", part.Domain,
            part.Parent < i && parts[part.Parent].Domain.Count is { } count
                ? [new WhenClause($"p{part.Parent}", Some(parts[part.Parent].Domain, count, part.Value))] : []))]);

    private static JsonNode?[] Some(IDomain domain, long count, int value) =>
        [domain.Item(value % count), domain.Item((value + 1) % count)];

    private static Gen<double> OneOf(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ListDomain Numbers(IEnumerable<double> values) => new ListDomain([.. values.Select(value => JsonValue.Create(value))]);

    private static IDomain Weighted(int[] weights)
    {
        var sum = weights.Sum();
        return sum == 0 ? new IntegerDomain(1, 2)
            : new ListDomain([.. weights.Select((_, i) => JsonValue.Create(i * 3))], [.. weights.Select(weight => (double)weight / sum)]);
    }

    private static RealDomain Real(string name, Distribution distribution) => new RealDomain(name, distribution);

    private static QuantizedDomain Steps(string name, Distribution distribution, double q) => new QuantizedDomain(name, distribution, q);
}
