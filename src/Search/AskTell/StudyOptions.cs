using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;

namespace Sweep.Search.AskTell;

/// <summary>How a <see cref="Study"/> searches.</summary>
public sealed record StudyOptions
{
    /// <summary>One of <see cref="SamplerFactory.Methods"/>, as the key <c>method</c> of a sweep file; default <c>bayes</c>.</summary>
    public string Method { get; init; } = "bayes";

    /// <summary>A sampler of one's own, made of the space and the seed, in place of <see cref="Method"/>; null (default) = none.</summary>
    public Func<SearchSpace, long, ISampler>? Sampler { get; init; }

    /// <summary>Equal seeds and equal calls give equal trials; default 0.</summary>
    public long Seed { get; init; }

    /// <summary>True when larger values are better; default false.</summary>
    public bool Maximize { get; init; }

    /// <summary>Most trials; null (default) = until the space is exhausted, or without end.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>Trials of each configuration, each with a seed of its own, at least 1 (default). A configuration's value is their mean.
    /// </summary>
    public int Replicates { get; init; } = 1;

    /// <summary>Which report is the value of a trial that was told none; default the best.</summary>
    public MetricSummary Summary { get; init; } = MetricSummary.Best;

    /// <summary>A rule that ends trials by what they report, for example <c>EarlyStopping.Median()</c>; null (default) = none.</summary>
    public Func<StoppingContext, IStopper>? EarlyStopping { get; init; }

    /// <summary>True when trials can pause and go on later from a checkpoint that the caller keeps; default false. Then
    /// <c>EarlyStopping.Asha()</c> lets trials wait instead of stopping them.</summary>
    public bool HasCheckpoints { get; init; }
}

/// <summary>What an early-stopping rule is made of.</summary>
/// <param name="Space">The space of the study.</param>
/// <param name="Seed">Seed of the study.</param>
/// <param name="Maximize">True when larger values are better; the rule gets them negated.</param>
/// <param name="HasCheckpoints">True when trials can pause.</param>
public sealed record StoppingContext(SearchSpace Space, long Seed, bool Maximize, bool HasCheckpoints);
