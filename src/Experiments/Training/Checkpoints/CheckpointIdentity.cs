using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Makes sure that a checkpoint belongs to the trial that wants to go on from it.</summary>
internal static class CheckpointIdentity
{
    /// <summary>Compares what must be equal for the results to be those of one undisturbed trial.</summary>
    /// <exception cref="TrialException">Something differs; the message names it and the way out.</exception>
    public static void Require(TrialCheckpoint wanted, TrialCheckpoint found, string path)
    {
        Require("experiment", wanted.Experiment, found.Experiment, path);
        Require("configuration", wanted.Config.ToJsonString(), found.Config.ToJsonString(), path,
            JsonNode.DeepEquals(wanted.Config, found.Config));
        Require("seed", wanted.Seed.ToString(), found.Seed.ToString(), path);
        Require("corpus (SHA-256)", wanted.CorpusSha256 ?? "none", found.CorpusSha256 ?? "none", path);
        foreach (var (name, value) in wanted.Entries)
        {
            var other = found.Entries.GetValueOrDefault(name);
            Require(name, Words(value), Words(other), path, other.ValueKind == value.ValueKind && JsonElement.DeepEquals(value, other));
        }
    }

    /// <summary>Compares what another trial must share that begins with a checkpoint.</summary>
    /// <exception cref="InvalidDataException">Something differs.</exception>
    public static void RequireSameData(TrialCheckpoint wanted, TrialCheckpoint found)
    {
        if (wanted.Experiment != found.Experiment)
            throw new InvalidDataException($"it is of the experiment {found.Experiment}, expected {wanted.Experiment}");
        if (wanted.CorpusSha256 != found.CorpusSha256)
        {
            throw new InvalidDataException(
                $"it has learnt the text {found.CorpusSha256 ?? "none"}, expected {wanted.CorpusSha256 ?? "none"}");
        }

        foreach (var (name, value) in wanted.Entries)
        {
            if (found.Entries.TryGetValue(name, out var other) && JsonElement.DeepEquals(value, other)) continue;
            throw new InvalidDataException($"its {name} is {Words(other)}, expected {Words(value)}");
        }
    }

    /// <summary>Why the results will not be those of an undisturbed trial to the last bit; null when they will.</summary>
    public static string? OtherBits(TrialCheckpoint now, TrialCheckpoint then)
    {
        if ((then.Device, then.Threads) == (now.Device, now.Threads) && (then.Engine ?? now.Engine) == now.Engine) return null;
        return $"goes on from a checkpoint made on {Place(then)}, now on {Place(now)}: its results are not those of an undisturbed trial " +
            "to the last bit";
    }

    private static string Place(TrialCheckpoint checkpoint) =>
        $"{checkpoint.Device} with {checkpoint.Threads} " +
            $"thread{(checkpoint.Threads == 1 ? "" : "s")}{(checkpoint.Engine is { } engine ? $" and the engine '{engine}'" : "")}";

    private static string Words(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.Undefined => "none",
        JsonValueKind.Array => $"{entry.GetArrayLength()} values",
        _ => entry.GetRawText(),
    };

    private static void Require(string what, string wanted, string found, string path, bool? equal = null)
    {
        if (equal ?? wanted == found) return;
        // The place is at fault: every attempt would find the same checkpoint until somebody takes it away.
        throw new TrialException(AttemptOutcome.NodeFault,
            $"the checkpoint {path} is of another {what}: expected {wanted}, found {found}; restore what changed, or move the file away " +
                "to start the trial over, then resume the sweep");
    }
}
