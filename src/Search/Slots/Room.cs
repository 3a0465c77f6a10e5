namespace Sweep.Search.Slots;

/// <summary>What a device would have free in addition if some slots on it ended.</summary>
/// <param name="Units">Units of the device.</param>
/// <param name="MemoryBytes">Predicted memory.</param>
/// <param name="Slots">Number of slots.</param>
internal readonly record struct Room(double Units, long MemoryBytes, int Slots)
{
    public static Room operator +(Room room, SlotUse use) => new(room.Units + use.Units, room.MemoryBytes + use.MemoryBytes, room.Slots + 1);
}
