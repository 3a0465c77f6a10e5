namespace Sweep.Client.Cli;

/// <summary>Work that winds down by itself when the user interrupts it, such as watching a sweep. For use by several threads.</summary>
public sealed class GracefulWork
{
    private volatile bool hasBegun;

    /// <summary>True from its start on, and after its end: to say how it ended is not to be interrupted.</summary>
    public bool HasBegun => hasBegun;

    /// <summary>Does work that will hear of the interrupt.</summary>
    public Task<T> Do<T>(Func<Task<T>> work)
    {
        hasBegun = true;
        return work();
    }
}
