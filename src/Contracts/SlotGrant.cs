namespace Sweep.Contracts;

/// <summary>A slot that a sweep may hold.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-grant")]
public sealed record SlotGrant
{
    /// <summary>Full name: <c>node/cuda:0/3</c>.</summary>
    [Id(0)] public required SlotName Slot { get; init; }

    /// <summary><see cref="SlotNeed.Share"/> of the need it was given for.</summary>
    [Id(1)] public double Share { get; init; } = 1;

    /// <summary><see cref="SlotNeed.MemoryBytes"/> of the need it was given for.</summary>
    [Id(2)] public long MemoryBytes { get; init; }

    /// <summary>True when it takes the whole device: nothing else can run there. Said by the broker.</summary>
    [Id(3)] public bool IsWholeDevice { get; init; }
}
