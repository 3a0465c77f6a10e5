using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Search.Objectives;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;

namespace Sweep.Experiments.Specs;

/// <summary>A sweep file, read and validated. Immutable; equal files give equal specs.</summary>
public sealed record SweepSpec
{
    /// <summary>Unique name in a ledger: at most 100 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, first a letter or digit.</summary>
    public required string Name { get; init; }

    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Whom it sends notes; null = nobody.</summary>
    public NotifyRules? Notify { get; init; }

    /// <summary>The file's text with every <c>--set</c> applied: reading it again gives this spec.</summary>
    public required string Yaml { get; init; }

    /// <summary>Name of the experiment, default <c>language-model</c> (with <c>program</c> or <c>command</c>: <c>program</c>).</summary>
    public required string Experiment { get; init; }

    /// <summary>What is known of it.</summary>
    public required IExperimentDefinition Definition { get; init; }

    /// <summary>Absolute path of the assembly that it comes from (<c>assembly</c>); null = it is built in.</summary>
    public string? Assembly { get; init; }

    /// <summary>Name of the metric that ranks, for example <c>val_perplexity</c>; empty = none (programs only): no ranks.</summary>
    public required string Metric { get; init; }

    /// <summary>True when configurations have ranks.</summary>
    public bool IsRanked => Metric.Length > 0;

    /// <summary>How they are ranked, for people.</summary>
    public string Order => IsRanked ? Goals.Order(Summary) : "nothing is ranked, because the file names no metric";

    /// <summary>True for <c>goal: maximize</c>; default false.</summary>
    public bool Maximize { get; init; }

    /// <summary>Which report is the value of a trial (<c>metric.summary</c>); default the best.</summary>
    public MetricSummary Summary { get; init; }

    /// <summary>Objectives (<c>metrics</c>), first <see cref="Metric"/>, and <c>outcome_constraints</c>.</summary>
    public required Goals Goals { get; init; }

    /// <summary>No new trials start once a trial reached this value of the metric; null = none.</summary>
    public double? Target { get; init; }

    /// <summary>What there is to choose from.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>Chooses the configurations.</summary>
    public required ISampler Sampler { get; init; }

    /// <summary>Configurations before those of <see cref="Sampler"/> (<c>enqueue</c>), made whole, each once; default none.</summary>
    public IReadOnlyList<EnqueuedConfig> Enqueued { get; init; } = [];

    /// <summary>Other sweeps of the ledger whose results the sampler is told first (<c>warm_start</c>); default none.</summary>
    public IReadOnlyList<WarmStartSource> WarmStart { get; init; } = [];

    /// <summary>What it knows of them, taken when the sweep was submitted; default nothing. It is not in the file.</summary>
    public IReadOnlyList<Observation> Known { get; init; } = [];

    /// <summary>Value of the <c>method</c> key.</summary>
    public string Method => Sampler.Name;

    /// <summary>True when configurations are chosen as the sweep goes: because the sampler looks at results, the rule adds trials,
    /// configurations earn their seeds, or there is no end of them.</summary>
    public bool IsOpen => Sampler.IsAdaptive || Races || NewStopper().ForksEvery is not null || (Width is not null && !NewStopper().IsBlind)
        || (Sampler.Count is null && MaxTrials is null && MaxTime is null);

    /// <summary>Makes this sweep's early-stopping rule; a new one for each coordinator.</summary>
    public required Func<IStopper> NewStopper { get; init; }

    /// <summary>Virtual slots of a deterministic sweep (<c>deterministic</c>), at least 1; null (default) = it is not one.</summary>
    public int? Width { get; init; }

    /// <summary>Seeds per configuration, at least 1; default 1.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>True when a configuration begins with one seed and earns the others (<c>replicates.racing</c>); default false.</summary>
    public bool Races { get; init; }

    /// <summary>Seed of the sweep; default 0. Trial seeds and random configurations come from it.</summary>
    public long Seed { get; init; }

    /// <summary>Upper bound on trials (<c>run_cap</c> and <c>budget.trials</c>, the smaller); null = the whole space.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>No new trials start after this much running time (<c>budget.time</c>); null = none.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>An attempt that runs longer is ended (<c>timeout</c>); null = none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Failed attempts of a trial that are retried; default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Share of a GPU for a trial (<c>resources.gpus</c>), 0 to 1; 0 = a processor, null (default) = whatever there is.</summary>
    public double? Gpus { get; init; }

    /// <summary>Whose trials get free slots first (<c>priority</c>), -100 to 100; default 0. Equal ones share.</summary>
    public int Priority { get; init; }

    /// <summary>Bytes a trial needs (<c>resources.memory</c>): as many trials run at a time as fit; null = unknown, no bound.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Value of the <c>program</c> key; null for built-in experiments.</summary>
    public string? Program { get; init; }

    /// <summary>Command line with macros, default W&amp;B's <c>${env} ${interpreter} ${program} ${args}</c>; empty if built in.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>True for <c>wandb: stand-in</c>: programs find our module wandb before a real one; default false.</summary>
    public bool WandbStandIn { get; init; }

    /// <summary>Where the programs run; null for built-in experiments.</summary>
    public WorkFolder? WorkFolder { get; init; }

    /// <summary>Names of the parameters that have more than one value in the file, in its order.</summary>
    public IReadOnlyList<string> Varied { get; init; } = [];

    /// <summary>Which parameters stand in groups.</summary>
    public ParameterGroups Groups { get; init; } = ParameterGroups.None;

    /// <summary>Where each parameter's name stands, and under the empty name <c>method</c>, for errors that only planning finds.</summary>
    public IReadOnlyDictionary<string, SpecPosition> Positions { get; init; } = new Dictionary<string, SpecPosition>();

    /// <summary>Where the key <c>constraints</c> stands, for errors that only drawing configurations finds.</summary>
    public SpecPosition ConstraintsAt { get; init; }
}

/// <summary>A configuration that the user wants first.</summary>
/// <param name="Config">The configuration, made whole.</param>
/// <param name="At">Where it stands in the file.</param>
public sealed record EnqueuedConfig(TrialConfig Config, SpecPosition At);

/// <summary>A sweep that a file names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Where it stands in the file.</param>
public sealed record WarmStartSource(string Name, SpecPosition At);

/// <summary>What reading a sweep file gave: a spec, or every error at once.</summary>
/// <param name="Spec">The validated spec; null exactly when there are errors.</param>
/// <param name="Errors">Errors by position.</param>
public sealed record SpecResult(SweepSpec? Spec, IReadOnlyList<SpecError> Errors)
{
    /// <summary>What the user should know of an accepted file, by position: keys without effect, a changed name, odd bounds.</summary>
    public IReadOnlyList<SpecError> Notices { get; init; } = [];
}
