using Sweep.Contracts;
using Sweep.Search.Objectives;
using Sweep.Search.Samplers;

namespace Sweep.Search.Strategies;

/// <summary>What a strategy must know of the sweep file beside its sampler and its rule.</summary>
/// <param name="Replicates">Seeds per configuration, at least 1.</param>
/// <param name="MaxTrials">Most trials (<c>run_cap</c>); null = without end.</param>
/// <param name="Maximize">True when a larger metric is better.</param>
/// <param name="Summary">Which report is the value of a trial; default the best.</param>
public sealed record StrategyRules(int Replicates, int? MaxTrials, bool Maximize, MetricSummary Summary = MetricSummary.Best)
{
    /// <summary>Virtual slots of a deterministic sweep, at least 1; null (default) = events are taken as they happen.</summary>
    public int? Width { get; init; }

    /// <summary>Objectives and constraints on outcomes; null (default) = there is nothing but the metric.</summary>
    public Goals? Goals { get; init; }

    /// <summary>True when a configuration begins with one seed and earns the others; default false: it runs all. Not beside a rule that
    /// pauses or forks.</summary>
    public bool Races { get; init; }

    /// <summary>Configurations that are tried before those of the sampler, in their order; default none. Each once.</summary>
    public IReadOnlyList<TrialConfig> Enqueued { get; init; } = [];

    /// <summary>What the sampler knows of other sweeps before anything happens, in the order in which it ended; default nothing.</summary>
    public IReadOnlyList<Observation> Known { get; init; } = [];
}
