namespace Sweep.Contracts;

/// <summary>How many slots of one kind a sweep could use.</summary>
/// <param name="Need">What each takes.</param>
/// <param name="Count">How many in all, those it holds included.</param>
[GenerateSerializer, Immutable, Alias("sweep.slot-want")]
public sealed record SlotWant([property: Id(0)] SlotNeed Need, [property: Id(1)] int Count);
