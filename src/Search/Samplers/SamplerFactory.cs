using Sweep.Search.Samplers.Cmaes;
using Sweep.Search.Samplers.Gp;
using Sweep.Search.Samplers.Nsga;
using Sweep.Search.Samplers.Sobol;
using Sweep.Search.Samplers.Tpe;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>Every sampler by the value of the sweep file's <c>method</c> key: the one list of them.</summary>
public static class SamplerFactory
{
    private static readonly Dictionary<string, Func<SearchSpace, long, bool, ISampler>> Makers = new(StringComparer.Ordinal)
    {
        ["grid"] = (space, _, _) => new GridSampler(space),
        ["random"] = (space, seed, _) => new RandomSampler(space, seed),
        ["sobol"] = (space, seed, _) => new SobolSampler(space, seed),
        ["tpe"] = (space, seed, _) => new TpeSampler(space, seed),
        ["cmaes"] = (space, seed, _) => new CmaesSampler(space, seed),
        ["gp"] = (space, seed, _) => new GpSampler(space, seed),
        ["nsga2"] = (space, seed, _) => new Nsga2Sampler(space, seed),
        ["bayes"] = (space, seed, hasSeveral) => new BayesSampler(space, seed, hasSeveral),
    };

    /// <summary>Names, in the order in which messages list them.</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. Makers.Keys];

    /// <summary>A sampler.</summary>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="space">What it chooses from.</param>
    /// <param name="seed">Equal seeds give equal suggestions.</param>
    /// <param name="hasSeveral">True when results have more than one objective; default false.</param>
    /// <exception cref="ArgumentException">The method is not known, or does not fit the space.</exception>
    public static ISampler Make(string method, SearchSpace space, long seed, bool hasSeveral = false) =>
        Makers.TryGetValue(method, out var make) ? make(space, seed, hasSeveral)
            : throw new ArgumentException($"expected one of {string.Join(", ", Methods)}, found '{method}'", nameof(method));
}
