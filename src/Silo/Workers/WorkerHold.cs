using Sweep.Contracts;

namespace Sweep.Silo.Workers;

/// <summary>What the worker of one slot takes of its device.</summary>
/// <param name="Index">Index of the slot on the device.</param>
/// <param name="IsIdle">True when it has no trial now.</param>
/// <param name="Need">What its trial takes, or its last one took; null when there is no worker.</param>
internal readonly record struct WorkerHold(int Index, bool IsIdle, SlotNeed? Need);
