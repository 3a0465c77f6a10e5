using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>A <see cref="TrialCheckpoint"/> as a safetensors file: one metadata key per member, its value as JSON.</summary>
public static class CheckpointFormat
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private const string FormatKey = "format";
    private const string FormatName = "sweep-checkpoint";

    /// <summary>The file's content.</summary>
    public static SafeTensorsFile ToFile(TrialCheckpoint checkpoint)
    {
        var head = JsonSerializer.SerializeToNode(checkpoint, WorkerProtocol.Json)!.AsObject();
        var metadata = head.ToDictionary(member => member.Key, member => member.Value?.ToJsonString() ?? "null", StringComparer.Ordinal);
        metadata[FormatKey] = FormatName;
        return new SafeTensorsFile(checkpoint.Tensors, metadata);
    }

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="ForeignCheckpointException">Written by another program, or by a newer version of this one.</exception>
    /// <exception cref="InvalidDataException">A member is missing or damaged.</exception>
    public static TrialCheckpoint FromFile(SafeTensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault(FormatKey) != FormatName)
            throw new ForeignCheckpointException("another program wrote it");
        var version = file.Metadata.GetValueOrDefault("version");
        if (version is not (null or "1" or "2"))
            throw new ForeignCheckpointException($"it has version {version}, this program reads versions 1 to {TrialCheckpoint.CurrentVersion}");
        if (version == "2" && !file.IsChecked) throw new InvalidDataException("it is damaged (its hash is gone)");
        try
        {
            var head = new JsonObject();
            foreach (var (key, value) in file.Metadata.Where(m => m.Key != FormatKey)) head[key] = JsonNode.Parse(value, documentOptions: Strict);
            var read = head.Deserialize<TrialCheckpoint>(WorkerProtocol.Json)! with { Tensors = file.Tensors };
            return CheckpointRules.Problem(read) is { } problem ? throw new InvalidDataException($"it is damaged ({problem})") : read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw new InvalidDataException($"its metadata is not as expected ({e.Message})", e);
        }
    }
}
