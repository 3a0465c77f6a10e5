namespace Sweep.Client.Cli;

/// <summary>Work that winds down by itself when the user interrupts it, such as watching a sweep. Everything else ends at once.
/// Safe for use by several threads.</summary>
public sealed class GracefulWork
{
    private volatile bool hasBegun;

    /// <summary>True from the start of such work on, and after its end:
    /// what is left to do then is to say how it ended, which an interrupt must not cut off.</summary>
    public bool HasBegun => hasBegun;

    /// <summary>Does work that will hear of the interrupt.</summary>
    public Task<T> Do<T>(Func<Task<T>> work)
    {
        hasBegun = true;
        return work();
    }
}
