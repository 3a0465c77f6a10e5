namespace Sweep.Contracts;

/// <summary>What one trial takes of a device.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-need")]
public sealed record SlotNeed
{
    /// <summary>Devices it may run on; default any.</summary>
    [Id(0)] public DeviceClass Device { get; init; }

    /// <summary>Units of the device, above 0; default 1. More than a device has = the whole device.</summary>
    [Id(1)] public double Share { get; init; } = 1;

    /// <summary>Predicted memory in bytes; 0 = unknown, then it is not counted.</summary>
    [Id(2)] public long MemoryBytes { get; init; }
}
