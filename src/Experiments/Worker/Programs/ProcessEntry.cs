namespace Sweep.Experiments.Worker.Programs;

/// <summary>A process as Linux lists it.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Parent">Process id of the parent; of whoever adopted it when the parent is dead.</param>
/// <param name="State">One letter, as in <c>ps</c>.</param>
/// <param name="Flags">The kernel's flags of it.</param>
/// <param name="Started">Time of its start in ticks since the machine's; with the id it names one process for ever.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, char State, uint Flags, ulong Started)
{
    /// <summary>False for what is dead and only waits for its parent to take notice.</summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');

    /// <summary>True when it is dead, or about to be: it has given back its memory, and with it its environment, but its children are still listed as its own.</summary>
    public bool IsEnding => !IsAlive || (Flags & Exiting) != 0;

    /// <summary>PF_EXITING of the kernel.</summary>
    private const uint Exiting = 4;
}
