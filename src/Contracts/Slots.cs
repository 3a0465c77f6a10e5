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

/// <summary>How many slots of one kind a sweep could use.</summary>
/// <param name="Need">What each takes.</param>
/// <param name="Count">How many in all, those it holds included.</param>
[GenerateSerializer, Immutable, Alias("sweep.slot-want")]
public sealed record SlotWant([property: Id(0)] SlotNeed Need, [property: Id(1)] int Count);

/// <summary>What a sweep holds and what it could use; repeated as a sign of life. What it held and no longer lists is free again.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-claim")]
public sealed record SlotClaim
{
    /// <summary>Name of the sweep.</summary>
    [Id(0)] public required string Sweep { get; init; }

    /// <summary>Slots it holds, busy ones and free ones.</summary>
    [Id(1)] public IReadOnlyList<SlotGrant> Held { get; init; } = [];

    /// <summary>What it could use in all, most urgent first.</summary>
    [Id(2)] public IReadOnlyList<SlotWant> Wants { get; init; } = [];

    /// <summary>-100 to 100, default 0: a higher one is served first; running trials are left alone.</summary>
    [Id(3)] public int Priority { get; init; }

    /// <summary>Nodes that it cannot use.</summary>
    [Id(4)] public IReadOnlyCollection<string> Avoids { get; init; } = [];
}

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

/// <summary>A slot with an attempt on it, as its node sees it.</summary>
/// <param name="Slot">Full name.</param>
/// <param name="Trial">The attempt.</param>
/// <param name="Share">Units of the device that it takes; 0 = unknown (an older node or coordinator), then it counts as one.</param>
/// <param name="MemoryBytes">Predicted memory in bytes; 0 = unknown.</param>
[GenerateSerializer, Immutable, Alias("sweep.busy-slot")]
public sealed record BusySlot(
    [property: Id(0)] SlotName Slot,
    [property: Id(1)] TrialRef Trial,
    [property: Id(2)] double Share = 0,
    [property: Id(3)] long MemoryBytes = 0);

/// <summary>A slot that gets no trials until its node restarts.</summary>
/// <param name="Slot">Full name.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Share">Units of the device that its last trial took; 0 = unknown (an older node), then it counts as one.</param>
[GenerateSerializer, Immutable, Alias("sweep.quarantined-slot")]
public sealed record QuarantinedSlot([property: Id(0)] SlotName Slot, [property: Id(1)] string Reason, [property: Id(2)] double Share = 0);

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
