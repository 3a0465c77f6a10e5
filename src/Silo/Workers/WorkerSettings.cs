using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Checkpoints;

namespace Sweep.Silo.Workers;

/// <summary>What the life of a slot's worker depends on.</summary>
public sealed record WorkerSettings
{
    /// <summary>Device as the worker sees it: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Where this node has checkpoints.</summary>
    public required SweepFolders Folders { get; init; }

    /// <summary>Ends an attempt that this node must not begin; null = it may.</summary>
    public Func<TrialOrder, TrialEnded?> Refusal { get; init; } = _ => null;

    /// <summary>Absolute folder of the texts that trials may read; null = any path.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Name of the node for reasons that are its own fault; null where there is only one.</summary>
    public string? Node { get; init; }

    /// <summary>libtorch threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How long a worker may take to say ready.</summary>
    public TimeSpan ReadyLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A running worker without a sign of life for this long is hung.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a worker may take to end a trial it was told to stop.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What a worker is told of an attempt: the order, with this node's folders and device.</summary>
    public StartTrial Start(TrialOrder next) => new()
    {
        Sweep = next.Trial.Sweep,
        Trial = next.Trial.Trial,
        Attempt = next.Trial.Attempt,
        Experiment = next.Experiment,
        Config = next.Plan.Config.ToJson(),
        Grouped = next.Grouped is { } grouped ? JsonNode.Parse(grouped) as JsonObject : null,
        Seed = next.Plan.Seed,
        CheckpointFolder = Folders.Of(next.Trial.Sweep, next.Trial.Trial),
        BaseFolder = next.BaseFolder,
        DataFolder = DataFolder,
        Metric = next.Metric,
        Maximize = next.Maximize,
        Summary = next.Summary,
        Command = next.Command.Count > 0 ? next.Command : null,
        Program = next.Program,
        WandbStandIn = next.WandbStandIn,
        CorpusSha256 = next.Plan.Corpus?.Sha256,
        KeepEvery = next.KeepEvery,
        KeepMost = next.KeepMost,
        Parent = next.Plan.Parent is { } parent
            ? new ParentCheckpoint(
                parent, next.Plan.ParentEpoch, Folders.Of(next.Trial.Sweep, parent), next.Plan.ParentConfig!.ToJson())
            : null,
        Device = Device,
        Threads = Threads,
    };
}
