namespace Sweep.Silo.Sweeps;

/// <summary>A slot does not answer any more: whatever ran there is given up.</summary>
internal sealed class SlotLostException(string message) : Exception(message);
