namespace Sweep.Page;

/// <summary>What waits for its turn, so that a browser which asks for everything at once does not fill the memory of a machine that
/// trains.</summary>
internal sealed class PageQueues(TimeProvider clock, CancellationToken end) : IDisposable
{
    /// <summary>Answers about a whole sweep that are made at a time: each may hold all of its trials.</summary>
    private const int MostMade = 2;

    /// <summary>Bytes that an answer takes which is worth giving back; small ones are asked for every few seconds.</summary>
    private const long Large = 32 << 20;

    private readonly UnusedMemory memory = new(clock);
    private readonly SemaphoreSlim making = new(MostMade);

    /// <summary>One model at a time: each is loaded into memory.</summary>
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>Makes an answer about a whole sweep.</summary>
    /// <param name="gone">Cancelled when nobody waits for it.</param>
    public async Task<T> Make<T>(Func<Task<T>> make, CancellationToken gone)
    {
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            return await InTurn(making, _ => make(), gone);
        }
        finally
        {
            if (GC.GetTotalAllocatedBytes() - before > Large) memory.Used();
        }
    }

    /// <summary>Lets a model write.</summary>
    /// <param name="write">Writes, until what it is given is cancelled.</param>
    /// <param name="gone">Cancelled when nobody waits for it.</param>
    public Task<T> Write<T>(Func<CancellationToken, Task<T>> write, CancellationToken gone) => InTurn(writing, write, gone);

    /// <summary>Nothing is given back any more. An answer that is still being made frees its place after that.</summary>
    public void Dispose() => memory.Dispose();

    private async Task<T> InTurn<T>(SemaphoreSlim places, Func<CancellationToken, Task<T>> act, CancellationToken gone)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(gone, end);
        await places.WaitAsync(both.Token);
        try
        {
            return await act(both.Token);
        }
        finally
        {
            places.Release();
        }
    }
}
