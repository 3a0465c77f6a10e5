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

/// <summary>Something a slot's worker did, numbered so that a late or repeated read changes nothing.</summary>
/// <param name="Sequence">Number in this slot and incarnation, from 1 without gaps.</param>
/// <param name="Trial">The attempt it is about.</param>
/// <param name="Event">What happened.</param>
[GenerateSerializer, Immutable, Alias("sweep.slot-event")]
public sealed record SlotEvent([property: Id(0)] long Sequence, [property: Id(1)] TrialRef Trial, [property: Id(2)] TrialEvent Event);

/// <summary>A piece of what a trial wrote to one of its standard streams.</summary>
/// <param name="Offset">Where it begins in the stream, in bytes; more than was asked for = what lies between is no longer kept.</param>
/// <param name="Bytes">The piece; at least one byte.</param>
[GenerateSerializer, Immutable, Alias("sweep.output-part")]
public sealed record OutputPart(long Offset, byte[] Bytes)
{
    /// <summary>Where the next one begins.</summary>
    public long End => Offset + Bytes.Length;
}
