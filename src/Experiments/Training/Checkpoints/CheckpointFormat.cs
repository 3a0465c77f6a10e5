using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>A <see cref="TrialCheckpoint"/> as a safetensors file: one metadata key per member, its value as JSON.</summary>
public static class CheckpointFormat
{
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
            throw new ForeignCheckpointException(
                $"it has version {version}, this program reads versions 1 to {TrialCheckpoint.CurrentVersion}");
        if (version == "2" && !file.IsChecked) throw new InvalidDataException("it is damaged (its hash is gone)");
        try
        {
            var head = new JsonObject();
            foreach (var (key, value) in file.Metadata.Where(m => m.Key != FormatKey))
                head[key] = JsonNode.Parse(value, documentOptions: SafeTensorsHeader.Strict);
            var read = head.Deserialize<TrialCheckpoint>(WorkerProtocol.Json)! with { Tensors = file.Tensors };
            return Problem(read) is { } problem ? throw new InvalidDataException($"it is damaged ({problem})") : read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw new InvalidDataException($"its metadata is not as expected ({e.Message})", e);
        }
    }

    /// <summary>What makes no sense in it; null when nothing is: a hash says that a file is as it was written,
    /// not that its writer made sense.</summary>
    private static string? Problem(TrialCheckpoint read) =>
        Range("epoch", read.Epoch, 1)
        ?? Range("batch", read.Batch, 0)
        ?? Range("threads", read.Threads, 1)
        ?? Range("epoch_seconds", read.EpochSeconds, 0, EventRules.MostSeconds)
        ?? Range("began_after", read.BeganAfter ?? 0, 0, read.Epoch - 1)
        ?? Reports(read.Reports, read.BeganAfter ?? 0, read.Epoch);

    private static string? Range(string name, double found, double least, double most = long.MaxValue) =>
        found >= least && found <= most ? null : $"{name} is from {least} to {most}, found {found}";

    private static string? Reports(IReadOnlyList<TrialReport> reports, int began, int epoch)
    {
        if (reports.Count != epoch - 1 - began) return $"it goes on with epoch {epoch} and has the reports of {reports.Count} epochs";
        var rules = new EventRules();
        for (var done = began; done < epoch - 1; done++)
        {
            if (reports[done - began] is not { } report) return "a report is missing";
            if ((report.Epoch == done + 1 ? rules.Problem(report) : $"found epoch {report.Epoch}") is { } problem)
                return $"its report of epoch {done + 1}: {problem}";
        }

        return null;
    }
}

/// <summary>A checkpoint file is whole but not ours to read, and must not be overwritten either.</summary>
/// <param name="message">What it is, as the end of a sentence.</param>
#pragma warning disable CA1032 // Thrown in one place, always with a message.
public sealed class ForeignCheckpointException(string message) : Exception(message);
#pragma warning restore CA1032
