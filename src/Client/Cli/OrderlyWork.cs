namespace Sweep.Client.Cli;

/// <summary>Work that winds down by itself when the user interrupts it, such as watching a sweep. Everything else ends at once. Safe for use by several threads.</summary>
public sealed class OrderlyWork
{
    private int running;

    /// <summary>True while such work goes on.</summary>
    public bool IsRunning => Volatile.Read(ref running) > 0;

    /// <summary>Does work that will hear of the interrupt.</summary>
    public async Task<T> Do<T>(Func<Task<T>> work)
    {
        Interlocked.Increment(ref running);
        try
        {
            return await work();
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}
