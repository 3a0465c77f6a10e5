namespace Sweep.Contracts;

/// <summary>Answer to a read of a slot.</summary>
/// <param name="Incarnation">Changes when the node restarted: sequence numbers start again and older attempts are gone.</param>
/// <param name="Events">Events after the asked sequence number, in order.</param>
/// <param name="Current">The attempt the slot is running now; null when idle.</param>
[GenerateSerializer, Immutable, Alias("sweep.slot-events")]
public sealed record SlotEvents(
    [property: Id(0)] string Incarnation,
    [property: Id(1)] IReadOnlyList<SlotEvent> Events,
    [property: Id(2)] TrialRef? Current);
