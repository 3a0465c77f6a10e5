using System.Text.Json.Serialization;

namespace Sweep.Contracts;

/// <summary>What a worker says about its trial: a JSON object per line of standard output; see docs/worker-protocol.md.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-event")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WorkerReady), "ready")]
[JsonDerivedType(typeof(TrialStarted), "started")]
[JsonDerivedType(typeof(TrialProgress), "progress")]
[JsonDerivedType(typeof(TrialReport), "report")]
[JsonDerivedType(typeof(TrialEnded), "ended")]
public abstract record TrialEvent
{
    /// <summary>The attempt that it is about, as <see cref="TrialRef.ToString"/> writes it: <c>cells/17#1</c>.
    /// Null = the one that the worker runs. It stays between worker and node.</summary>
    [field: NonSerialized]
    [JsonPropertyOrder(-1)]
    public string? Trial { get; init; }
}

/// <summary>First line of a worker: it speaks the protocol and waits for a command. Not about any trial.</summary>
[GenerateSerializer, Immutable, Alias("sweep.worker-ready")]
public sealed record WorkerReady : TrialEvent
{
    /// <summary>Protocol version it speaks; the node refuses any other than <c>WorkerProtocol.Version</c>.</summary>
    [Id(0)] public required int Protocol { get; init; }

    /// <summary>Name and version of the program, for logs.</summary>
    [Id(1)] public string Program { get; init; } = "";
}

/// <summary>The worker accepted the trial and knows where it begins.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-started")]
public sealed record TrialStarted : TrialEvent
{
    /// <summary>Epochs done by the checkpoint it goes on from; 0 = from the start. Their reports follow again, unchanged.</summary>
    [Id(0)] public int EpochsDone { get; init; }

    /// <summary>Epochs the trial has in all; 0 = those it was planned with, if anybody knew.</summary>
    [Id(1)] public int Epochs { get; init; }

    /// <summary>Device kind the bits depend on, for example <c>cpu</c> or <c>cuda</c>.</summary>
    [Id(2)] public string Device { get; init; } = "cpu";

    /// <summary>libtorch threads the bits depend on.</summary>
    [Id(3)] public int Threads { get; init; } = 1;

    /// <summary>What makes the numbers; null = it does not tell.</summary>
    [Id(4)] public MadeBy? MadeBy { get; init; }
}

/// <summary>A sign of life between reports, at most about one a second. Not stored.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-progress")]
public sealed record TrialProgress : TrialEvent
{
    /// <summary>Epoch under way, from 1.</summary>
    [Id(0)] public int Epoch { get; init; }

    /// <summary>Share of this epoch that is done, 0 to 1.</summary>
    [Id(1)] public double Fraction { get; init; }

    /// <summary>Training speed since the last sign of life, tokens per second; 0 when unknown.</summary>
    [Id(2)] public double TokensPerSecond { get; init; }

    /// <summary>Perplexity on the training batches of this epoch so far; null when unknown.</summary>
    [Id(3)] public double? TrainPerplexity { get; init; }
}

/// <summary>The metrics of one epoch.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-report")]
public sealed record TrialReport : TrialEvent
{
    /// <summary>Epoch, from 1.</summary>
    [Id(0)] public required int Epoch { get; init; }

    /// <summary>Metrics by name; values are finite. <c>train_perplexity</c>, <c>val_perplexity</c> and <c>tokens_per_second</c> have
    /// columns of their own in the ledger.</summary>
    [Id(1)] public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Wall-clock seconds of the epoch (of the attempt that computed it).</summary>
    [Id(2)] public double Seconds { get; init; }

    /// <summary>One sentence for people about the report, shown once and not stored; null = none.</summary>
    [Id(3)] public string? Notice { get; init; }
}

/// <summary>The attempt is over; nothing follows it for this trial.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-ended")]
public sealed record TrialEnded : TrialEvent
{
    /// <summary>How it ended.</summary>
    [Id(0)] public required AttemptOutcome Outcome { get; init; }

    /// <summary>One sentence for people: what happened and the way out; null for <see cref="AttemptOutcome.Completed"/>.</summary>
    [Id(1)] public string? Reason { get; init; }

    /// <summary>Last lines of the worker's standard error (at most 4 KiB); added by the node when the worker died.</summary>
    [Id(2)] public string? StderrTail { get; init; }
}
