using Sweep.Contracts;

namespace Sweep.Search.Samplers;

/// <summary>A finished configuration as a sampler sees it.</summary>
/// <param name="Index">Number of the suggestion it came from.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Metric">Mean of the sweep's metric over its replicates; null when it diverged or failed.</param>
public sealed record Observation(long Index, TrialConfig Config, double? Metric);
