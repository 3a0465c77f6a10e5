using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>Writes out one trial of a configuration that a strategy starts.</summary>
/// <param name="number">Number of the trial.</param>
/// <param name="replicate">Replicate, from 0.</param>
/// <param name="config">The configuration.</param>
public delegate PlannedTrial PlanTrial(int number, int replicate, TrialConfig config);
