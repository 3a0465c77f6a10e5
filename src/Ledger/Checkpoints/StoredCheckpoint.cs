using System.Globalization;

namespace Sweep.Ledger.Checkpoints;

/// <summary>What a storage knows of a checkpoint without its content.</summary>
public sealed record StoredCheckpoint
{
    /// <summary>Which checkpoint.</summary>
    public required CheckpointKey Key { get; init; }

    /// <summary>Attempt that handed it over, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Epoch it goes on with, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Next batch of that epoch, from 0.</summary>
    public required int Batch { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Names the very content: the same checkpoint saved again has another one. Given by the storage.</summary>
    internal string Upload { get; init; } = "";
}

/// <summary>Names a checkpoint.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Trial">Number of the trial, from 0.</param>
/// <param name="Kind">Which of its checkpoints.</param>
/// <param name="Epoch">Epochs that a kept one has; 0 for other kinds, of which a trial has one each.</param>
public sealed record CheckpointKey(string Sweep, int Trial, CheckpointKind Kind, int Epoch = 0)
{
    /// <summary>What a kept one of any epoch is called in a database.</summary>
    internal const string KeptPrefix = "epoch-";

    /// <summary>What it is called in a database.</summary>
    internal string KindText => Kind switch
    {
        CheckpointKind.Last => "last",
        CheckpointKind.Best => "best",
        _ => string.Create(CultureInfo.InvariantCulture, $"{KeptPrefix}{Epoch}"),
    };

    /// <inheritdoc />
    public override string ToString() => $"{KindText} checkpoint of {Sweep}/{Trial}";
}

/// <summary>Which of a trial's checkpoints.</summary>
public enum CheckpointKind
{
    /// <summary>The one to go on from.</summary>
    Last,

    /// <summary>The one of the best epoch.</summary>
    Best,

    /// <summary>One at the end of an epoch, for other trials to begin with.</summary>
    Kept,
}

/// <summary>A row of the table <c>checkpoint</c>, as <see cref="CheckpointSql.Find"/> reads it.</summary>
internal sealed record CheckpointRow(long Attempt, long Epoch, long Batch, string Sha256, long Bytes, string Upload)
{
    /// <summary>True when the next one may take its place; the statement that replaces it decides by the same rule.</summary>
    public bool YieldsTo(StoredCheckpoint next, bool onlyFurther) =>
        next.Attempt >= Attempt && (!onlyFurther || ((long)next.Epoch, (long)next.Batch).CompareTo((Epoch, Batch)) >= 0);

    /// <summary>What it says.</summary>
    public StoredCheckpoint Of(CheckpointKey key) =>
        new()
        {
            Key = key,
            Attempt = int.CreateSaturating(Attempt),
            Epoch = int.CreateSaturating(Epoch),
            Batch = int.CreateSaturating(Batch),
            Sha256 = Sha256,
            Bytes = Bytes,
            Upload = Upload
        };
}
