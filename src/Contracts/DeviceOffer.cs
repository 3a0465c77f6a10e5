namespace Sweep.Contracts;

/// <summary>A device that a node lends.</summary>
[GenerateSerializer, Immutable, Alias("sweep.device-offer")]
public sealed record DeviceOffer
{
    /// <summary><c>cpu</c> or <c>cuda:N</c>.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>What can be shared out, above 0: trials of share 1 that run side by side. A GPU has 1 (a share of 0.25 packs four on it), a processor one per worker.</summary>
    [Id(1)] public double Units { get; init; } = 1;

    /// <summary>Memory of the device in bytes; 0 = unknown, then it is not counted.</summary>
    [Id(2)] public long MemoryBytes { get; init; }
}
