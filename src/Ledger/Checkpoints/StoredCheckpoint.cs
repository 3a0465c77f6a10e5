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
