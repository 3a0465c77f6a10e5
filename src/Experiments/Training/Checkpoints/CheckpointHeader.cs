using System.Text.Json.Nodes;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>What a checkpoint says of itself, read without its numbers.</summary>
public static class CheckpointHeader
{
    private static readonly Dictionary<string, TensorData> NoTensors = [];

    /// <summary>Reads a file's beginning.</summary>
    /// <returns>null when there is no file, or it cannot be read, or it is not ours.</returns>
    public static TrialCheckpoint? Of(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            return Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the beginning of an open file, whose length must be known.</summary>
    /// <returns>null when it cannot be read or is not ours.</returns>
    public static TrialCheckpoint? Of(Stream file)
    {
        try
        {
            return CheckpointFormat.FromFile(new SafeTensorsFile(NoTensors, SafeTensors.ReadMetadata(file)) { IsChecked = true });
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ForeignCheckpointException)
        {
            return null;
        }
    }

    /// <summary>True when a trial of this configuration and seed can go on from it and come to the numbers of an undisturbed one. The hash
    /// is that of its text; null = unknown.</summary>
    public static bool BelongsTo(TrialCheckpoint header, string experiment, string configJson, long seed, string? corpusSha256) =>
        header.Experiment == experiment
        && header.Seed == seed
        && (corpusSha256 is null || header.CorpusSha256 == corpusSha256)
        && JsonNode.DeepEquals(header.Config, JsonNode.Parse(configJson));
}
