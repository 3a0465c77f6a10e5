using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Search.Samplers;

/// <summary>A configuration that a sampler chose.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Reason">Why, one sentence for people; null = nothing to tell (drawn by its number).</param>
/// <param name="Evidence">The numbers behind it, for machines; null = none.</param>
public sealed record Suggestion(TrialConfig Config, string? Reason = null, JsonObject? Evidence = null);

/// <summary>What a sampler may know. Immutable.</summary>
/// <param name="Finished">Configurations whose trials have ended, in the order in which they ended.</param>
/// <param name="Running">Configurations that were started and have not ended, in the order in which they were started.</param>
public sealed record SearchHistory(IReadOnlyList<Observation> Finished, IReadOnlyList<TrialConfig> Running)
{
    /// <summary>Nothing has happened yet.</summary>
    public static SearchHistory Empty { get; } = new([], []);
}

/// <summary>A finished configuration as a sampler sees it.</summary>
/// <param name="Index">Number of the suggestion it came from; negative = it came from elsewhere.</param>
/// <param name="Config">The configuration; one that was enqueued or came from another sweep may lie outside of the space.</param>
/// <param name="Loss">Mean of the sweep's metric over its replicates, lower is better (negated for <c>goal: maximize</c>);
/// null when it diverged or failed, which counts as worse than every number.</param>
public sealed record Observation(long Index, TrialConfig Config, double? Loss)
{
    /// <summary>Seeds that <see cref="Loss"/> is the mean of, at least 1.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>Its mean loss at epochs where a stopper compares, ascending; empty = nobody compares.</summary>
    public IReadOnlyList<RungLoss> Rungs { get; init; } = [];

    /// <summary>Values of all objectives, lower is better; empty = <see cref="Loss"/> is the only one.</summary>
    public IReadOnlyList<double> Objectives { get; init; } = [];

    /// <summary>By how much it breaks outcome constraints, at least 0; 0 = it holds them all.</summary>
    public double Violation { get; init; }

    /// <summary>True when it comes from an earlier sweep.</summary>
    public bool IsForeign { get; init; }
}

/// <summary>A loss at an epoch where trials are compared.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Lower is better; best so far at that epoch.</param>
public readonly record struct RungLoss(int Epoch, double Loss);
