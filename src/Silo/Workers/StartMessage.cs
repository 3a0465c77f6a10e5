using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Silo.Workers;

/// <summary>What a worker is told of an attempt: the order, with this node's folders and device.</summary>
internal static class StartMessage
{
    public static StartTrial Of(TrialOrder next, WorkerSettings settings) => new()
    {
        Sweep = next.Trial.Sweep,
        Trial = next.Trial.Trial,
        Attempt = next.Trial.Attempt,
        Experiment = next.Experiment,
        Config = next.Plan.Config.ToJson(),
        Grouped = next.Grouped is { } grouped ? JsonNode.Parse(grouped) as JsonObject : null,
        Seed = next.Plan.Seed,
        CheckpointFolder = settings.Folders.Of(next.Trial.Sweep, next.Trial.Trial),
        BaseFolder = next.BaseFolder,
        DataFolder = settings.DataFolder,
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
                parent, next.Plan.ParentEpoch, settings.Folders.Of(next.Trial.Sweep, parent), next.Plan.ParentConfig!.ToJson())
            : null,
        Device = settings.Device,
        Threads = settings.Threads,
    };
}
