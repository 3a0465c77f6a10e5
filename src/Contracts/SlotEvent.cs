namespace Sweep.Contracts;

/// <summary>Something a slot's worker did, numbered so that a late or repeated read changes nothing.</summary>
/// <param name="Sequence">Number in this slot and incarnation, from 1 without gaps.</param>
/// <param name="Trial">The attempt it is about.</param>
/// <param name="Event">What happened.</param>
[GenerateSerializer, Immutable, Alias("sweep.slot-event")]
public sealed record SlotEvent([property: Id(0)] long Sequence, [property: Id(1)] TrialRef Trial, [property: Id(2)] TrialEvent Event);
