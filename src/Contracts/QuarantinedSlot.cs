namespace Sweep.Contracts;

/// <summary>A slot that gets no trials until its node restarts.</summary>
/// <param name="Slot">Full name.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Share">Units of the device that its last trial took; 0 = unknown (an older node), then it counts as one.</param>
[GenerateSerializer, Immutable, Alias("sweep.quarantined-slot")]
public sealed record QuarantinedSlot([property: Id(0)] SlotName Slot, [property: Id(1)] string Reason, [property: Id(2)] double Share = 0);
