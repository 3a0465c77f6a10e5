namespace Sweep.Contracts;

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
