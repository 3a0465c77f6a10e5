using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>What the node tells a worker: one JSON object per line on its standard input; closing that tells the worker to die.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StartTrial), "start")]
[JsonDerivedType(typeof(StopTrial), "stop")]
public abstract record WorkerCommand;

/// <summary>Run one attempt. Sent only to an idle worker.</summary>
public sealed record StartTrial : WorkerCommand
{
    /// <summary>Protocol version of the node.</summary>
    public int Protocol { get; init; } = WorkerProtocol.Version;

    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Trial number, from 0.</summary>
    public required int Trial { get; init; }

    /// <summary>Attempt number, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The configuration: one value per parameter.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>The configuration with groups of parameters as objects; absent = no parameter stands in a group.</summary>
    public JsonObject? Grouped { get; init; }

    /// <summary>Seed of every random stream of the trial.</summary>
    public required long Seed { get; init; }

    /// <summary>Absolute folder for checkpoints; go on from the checkpoint found there.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>Absolute folder against which relative paths in the configuration are resolved.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>Absolute folder of the node with all texts that a trial may read; absent where the configuration's paths hold.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Absolute folder against which relative paths of the configuration are resolved here.</summary>
    [JsonIgnore]
    public string PathFolder => DataFolder ?? BaseFolder;

    /// <summary>Metric that chooses the best epoch.</summary>
    public required string Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public bool Maximize { get; init; }

    /// <summary>Which report is the value of the trial, whose model is kept; default the best.</summary>
    public MetricSummary Summary { get; init; }

    /// <summary><c>cpu</c> or <c>cuda:0</c> (the node shows a worker only its own GPU).</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>libtorch threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Command line of an external program, macros not yet expanded; absent for built-in experiments.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Value of the sweep file's <c>program</c> key, for the <c>${program}</c> macro; absent when there is none.</summary>
    public string? Program { get; init; }

    /// <summary>True when the program finds our stand-in for the module wandb before a real one; default false.</summary>
    public bool WandbStandIn { get; init; }

    /// <summary>SHA-256 of the text the trial was planned with (no other is taken), in lower-case hex; absent when it has none.</summary>
    [JsonPropertyName("corpus_sha256")]
    public string? CorpusSha256 { get; init; }

    /// <summary>The checkpoints at multiples of this epoch stay, for trials that begin with them; 0 (default) = none does.</summary>
    public int KeepEvery { get; init; }

    /// <summary>So many of them stay, the newest; absent = all.</summary>
    public int? KeepMost { get; init; }

    /// <summary>The checkpoint of another trial that this one begins with; absent = it begins from the start.</summary>
    public ParentCheckpoint? Parent { get; init; }

    /// <summary>What an attempt of this order may say. A parameter <c>epochs</c> of a program is the program's own affair.</summary>
    public EventRules Rules() => Command is null ? EventRules.For(Config) : new EventRules();
}

/// <summary>The kept checkpoint of another trial.</summary>
/// <param name="Trial">Number of that trial.</param>
/// <param name="Epoch">Epochs that it has, at least 1.</param>
/// <param name="Folder">Absolute folder of that trial's checkpoints.</param>
/// <param name="Config">Configuration of that trial; a checkpoint of another one is refused.</param>
public sealed record ParentCheckpoint(int Trial, int Epoch, string Folder, JsonObject Config);

/// <summary>End the running trial within a training step or so; the worker answers <see cref="TrialEnded"/> and stays.</summary>
public sealed record StopTrial : WorkerCommand
{
    /// <summary>Outcome to answer with: <see cref="AttemptOutcome.Stopped"/>, <see cref="AttemptOutcome.Cancelled"/>, or
    /// <see cref="AttemptOutcome.Interrupted"/>, <see cref="AttemptOutcome.Preempted"/> and <see cref="AttemptOutcome.Paused"/>
    /// (which save a checkpoint first).</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>True when the trial is to go on later from where it is now.</summary>
    public bool GoesOnLater => Outcome is AttemptOutcome.Interrupted or AttemptOutcome.Preempted or AttemptOutcome.Paused;

    /// <summary>Reason to repeat in the answer.</summary>
    public string? Reason { get; init; }
}
