namespace Sweep.Silo.Placement;

/// <summary>Places a grain whose key is a slot on the silo of that slot's node.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-placement")]
public sealed class SlotPlacement : PlacementStrategy;
