namespace Sweep.Contracts;

/// <summary>What a node lends to the cluster; repeated as a sign of life.</summary>
[GenerateSerializer, Immutable, Alias("sweep.node-offer")]
public sealed record NodeOffer
{
    /// <summary>Name, unique in the cluster; no slash.</summary>
    [Id(0)] public required string Node { get; init; }

    /// <summary>Changes when the node restarts; another incarnation replaces the older one.</summary>
    [Id(1)] public required string Incarnation { get; init; }

    /// <summary>Name of the machine, for people.</summary>
    [Id(2)] public string Host { get; init; } = "";

    /// <summary>Release of the program, for people.</summary>
    [Id(3)] public string Version { get; init; } = "";

    /// <summary>When the node started, UTC.</summary>
    [Id(4)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>True when it is about to leave: it gets no new trials.</summary>
    [Id(5)] public bool Draining { get; init; }

    /// <summary>Its devices.</summary>
    [Id(6)] public IReadOnlyList<DeviceOffer> Devices { get; init; } = [];

    /// <summary>Slots that get no trials.</summary>
    [Id(7)] public IReadOnlyList<QuarantinedSlot> Quarantined { get; init; } = [];

    /// <summary>Slots with an attempt on them now: those that no sweep holds keep their place on the device.</summary>
    [Id(8)] public IReadOnlyList<BusySlot> Busy { get; init; } = [];
}

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

/// <summary>A device that a node lends.</summary>
[GenerateSerializer, Immutable, Alias("sweep.device-offer")]
public sealed record DeviceOffer
{
    /// <summary><c>cpu</c> or <c>cuda:N</c>.</summary>
    [Id(0)] public required string Device { get; init; }

    /// <summary>What can be shared out, above 0: trials of share 1 that run side by side.
    /// A GPU has 1 (a share of 0.25 packs four on it), a processor one per worker.</summary>
    [Id(1)] public double Units { get; init; } = 1;

    /// <summary>Memory of the device in bytes; 0 = unknown, then it is not counted.</summary>
    [Id(2)] public long MemoryBytes { get; init; }
}

/// <summary>A device with what is free on it.</summary>
/// <param name="Offer">The device.</param>
/// <param name="FreeUnits">Units that nobody holds; 0 to its units.</param>
/// <param name="FreeMemoryBytes">Memory that no prediction takes; 0 when its memory is unknown.</param>
[GenerateSerializer, Immutable, Alias("sweep.device-view")]
public sealed record DeviceView(
    [property: Id(0)] DeviceOffer Offer, [property: Id(1)] double FreeUnits, [property: Id(2)] long FreeMemoryBytes);
