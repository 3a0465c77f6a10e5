using System.Text.Json.Nodes;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Makes sure that a checkpoint belongs to the trial that wants to go on from it.</summary>
internal static class CheckpointIdentity
{
    /// <summary>Compares what must be equal for the results to be those of one undisturbed trial.</summary>
    /// <exception cref="TrialException">Something differs; the message names it and the way out.</exception>
    public static void Require(TrialCheckpoint wanted, TrialCheckpoint found, string path)
    {
        Require("experiment", wanted.Experiment, found.Experiment, path);
        Require("configuration", wanted.Config.ToJsonString(), found.Config.ToJsonString(), path, JsonNode.DeepEquals(wanted.Config, found.Config));
        Require("seed", wanted.Seed.ToString(), found.Seed.ToString(), path);
        Require("corpus (SHA-256)", wanted.CorpusSha256, found.CorpusSha256, path);
        Require("vocabulary", $"{wanted.Vocabulary.Count} types", $"{found.Vocabulary.Count} types", path, wanted.Vocabulary.SequenceEqual(found.Vocabulary));
    }

    private static void Require(string what, string wanted, string found, string path, bool? equal = null)
    {
        if (equal ?? wanted == found) return;
        // Bad input, because another attempt would find the same checkpoint.
        throw new TrialException(AttemptOutcome.BadInput,
            $"the checkpoint {path} is of another {what}: expected {wanted}, found {found}; restore what changed, or delete the folder to start the trial over");
    }
}
