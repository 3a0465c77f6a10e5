namespace Sweep.Contracts;

/// <summary>A node as <c>sweep nodes</c> shows it.</summary>
[GenerateSerializer, Immutable, Alias("sweep.node-view")]
public sealed record NodeView
{
    /// <summary>What the node said last.</summary>
    [Id(0)] public required NodeOffer Offer { get; init; }

    /// <summary>When it said so, UTC.</summary>
    [Id(1)] public DateTimeOffset LastSeen { get; init; }

    /// <summary>Its devices with what is free, in the order of the offer.</summary>
    [Id(2)] public IReadOnlyList<DeviceView> Devices { get; init; } = [];

    /// <summary>Its slots in use, by device and index.</summary>
    [Id(3)] public IReadOnlyList<SlotView> Slots { get; init; } = [];
}
