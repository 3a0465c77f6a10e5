namespace Sweep.Experiments.Contracts;

/// <summary>A slot with an attempt on it, as its node sees it.</summary>
/// <param name="Slot">Full name.</param>
/// <param name="Trial">The attempt.</param>
[GenerateSerializer, Immutable, Alias("sweep.busy-slot")]
public sealed record BusySlot([property: Id(0)] string Slot, [property: Id(1)] TrialRef Trial);
