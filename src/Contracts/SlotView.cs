namespace Sweep.Contracts;

/// <summary>A slot in use.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-view")]
public sealed record SlotView
{
    /// <summary>Full name.</summary>
    [Id(0)] public required SlotName Slot { get; init; }

    /// <summary>Sweep that holds it.</summary>
    [Id(1)] public required string Sweep { get; init; }

    /// <summary>Attempt that its node last saw on it; null when none.</summary>
    [Id(2)] public TrialRef? Trial { get; init; }

    /// <summary>Units of the device it takes.</summary>
    [Id(3)] public double Share { get; init; }

    /// <summary>Predicted memory in bytes; 0 = unknown.</summary>
    [Id(4)] public long MemoryBytes { get; init; }
}
