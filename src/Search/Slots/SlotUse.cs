namespace Sweep.Search.Slots;

/// <summary>What one slot takes of its device.</summary>
/// <param name="Sweep">Who holds it.</param>
/// <param name="Units">Units of the device, at most all.</param>
/// <param name="MemoryBytes">Predicted memory; 0 = unknown.</param>
internal readonly record struct SlotUse(string Sweep, double Units, long MemoryBytes);
