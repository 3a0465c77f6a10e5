namespace Sweep.Search.Stoppers.Populations;

/// <summary>How population-based training compares and explores. Immutable.</summary>
/// <param name="Interval">Trials are compared at each multiple of it, in epochs; at least 1.</param>
/// <param name="Seed">Equal seeds give equal forks.</param>
public sealed record PbtRules(int Interval, long Seed)
{
    /// <summary>Trials that begin from the start, at least 1: each waits for those that are behind. 0 (default) = nobody waits.</summary>
    public int Population { get; init; }

    /// <summary>Share of the trials that ends, and share of those they are forked from; above 0, at most 0.5; default 0.25.</summary>
    public double Quantile { get; init; } = 0.25;

    /// <summary>Probability with which a parameter is drawn from the space instead of being moved; 0 to 1, default 0.25.</summary>
    public double Resample { get; init; } = 0.25;

    /// <summary>Parameters that a fork may change; null (default) = all.</summary>
    public IReadOnlyCollection<string>? Explored { get; init; }

    /// <summary>The metric comes negated, so reasons show it with the other sign.</summary>
    public bool Maximize { get; init; }

    /// <summary>How many of the trials that reached an epoch are the top, or the bottom.</summary>
    public int Places(int count) => (int)(count * Quantile);
}
