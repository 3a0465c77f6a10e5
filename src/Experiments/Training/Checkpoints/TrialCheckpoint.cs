using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Everything a trial needs to go on, to the last bit; and, as the best epoch, everything to write text with its model.</summary>
/// <remarks>No generator state is among it: every random stream is a function of <see cref="Seed"/>,
/// <see cref="Epoch"/> and <see cref="Batch"/>.</remarks>
public sealed record TrialCheckpoint
{
    /// <summary>Version of the form; raised when an older program would misread it. 1: the hash covered the numbers alone.
    /// 2: it covers the whole file.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Version this checkpoint was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The trial's configuration.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>The trial's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Device kind it was trained on, for example <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>libtorch threads it was trained with.</summary>
    public required int Threads { get; init; }

    /// <summary>Code that computed the steps, such as <c>fused</c> or <c>torch avx2</c>: another one rounds differently.
    /// null = written before this was recorded.</summary>
    public string? Engine { get; init; }

    /// <summary>SHA-256 of the corpus text; null when there is none.</summary>
    public string? CorpusSha256 { get; init; }

    /// <summary>Epoch under way, from 1; one more than the last when all are done.</summary>
    public required int Epoch { get; init; }

    /// <summary>Next batch of that epoch, from 0.</summary>
    public required int Batch { get; init; }

    /// <summary>Seconds spent on the epoch under way.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>Epochs of the other trial's checkpoint that it began with; null = it began from the start.</summary>
    public int? BeganAfter { get; init; }

    /// <summary>Reports of all epochs before <see cref="Epoch"/> that are its own.</summary>
    public IReadOnlyList<TrialReport> Reports { get; init; } = [];

    /// <summary>Numbers by name: <c>model.*</c>, and whatever else the experiment needs to go on.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, TensorData> Tensors { get; init; } = new Dictionary<string, TensorData>();

    /// <summary>Entries of the experiment's own, by name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Entries { get; init; } = [];

    /// <summary>The same with one more entry.</summary>
    public TrialCheckpoint With<T>(string name, T value) => this with
    {
        Entries = new(Entries) { [name] = JsonSerializer.SerializeToElement(value, WorkerProtocol.Json) },
    };

    /// <summary>An entry of the experiment's own.</summary>
    /// <exception cref="InvalidDataException">It is missing, or is not of this type.</exception>
    public T Entry<T>(string name)
    {
        try
        {
            if (Entries.TryGetValue(name, out var entry) && entry.Deserialize<T>(WorkerProtocol.Json) is { } value) return value;
            throw new JsonException("there is none");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its entry {name} is not as expected ({e.Message})", e);
        }
    }
}
