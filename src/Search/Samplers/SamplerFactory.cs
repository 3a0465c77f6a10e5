using Sweep.Search.Samplers.Cmaes;
using Sweep.Search.Samplers.Gp;
using Sweep.Search.Samplers.Sobol;
using Sweep.Search.Samplers.Tpe;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>Every sampler by the value of the sweep file's <c>method</c> key: the one list of them.</summary>
public static class SamplerFactory
{
    private static readonly Dictionary<string, Func<SearchSpace, long, ISampler>> Makers = new(StringComparer.Ordinal)
    {
        ["grid"] = (space, _) => new GridSampler(space),
        ["random"] = (space, seed) => new RandomSampler(space, seed),
        ["sobol"] = (space, seed) => new SobolSampler(space, seed),
        ["tpe"] = (space, seed) => new TpeSampler(space, seed),
        ["cmaes"] = (space, seed) => new CmaesSampler(space, seed),
        ["gp"] = (space, seed) => new GpSampler(space, seed),
        ["bayes"] = (space, seed) => new BayesSampler(space, seed),
    };

    /// <summary>Names, in the order in which messages list them.</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. Makers.Keys];

    /// <summary>A sampler.</summary>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="space">What it chooses from.</param>
    /// <param name="seed">Equal seeds give equal suggestions.</param>
    /// <exception cref="ArgumentException">The method is not known, or does not fit the space.</exception>
    public static ISampler Make(string method, SearchSpace space, long seed) =>
        Makers.TryGetValue(method, out var make) ? make(space, seed)
            : throw new ArgumentException($"expected one of {string.Join(", ", Methods)}, found '{method}'", nameof(method));
}
