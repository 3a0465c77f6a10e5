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
