using Orleans.Placement;

namespace Sweep.Silo.Placement;

/// <summary>Marks a grain whose key is a slot; see <see cref="SlotPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlotPlacementAttribute() : PlacementAttribute(new SlotPlacement());
