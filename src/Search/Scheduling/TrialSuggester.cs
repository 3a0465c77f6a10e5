using Sweep.Contracts;
using Sweep.Search.Samplers;

namespace Sweep.Search.Scheduling;

/// <summary>Writes out the trials of the next configuration of an adaptive sampler.</summary>
/// <param name="index">Number of the suggestion, from 0; its trials are numbered from index × replicates.</param>
/// <param name="history">What is known of the configurations before it.</param>
/// <returns>One trial per replicate; null when the space is exhausted.</returns>
public delegate IReadOnlyList<PlannedTrial>? TrialSuggester(long index, SearchHistory history);
