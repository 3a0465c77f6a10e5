namespace Sweep.Page;

/// <summary>Answers in turn: a browser that asks for all at once does not fill the memory of a machine that trains.</summary>
internal sealed class PageQueues(TimeProvider clock, CancellationToken end) : IDisposable
{
    /// <summary>Answers about a whole sweep that are made at a time: each may hold all of its trials.</summary>
    private const int MostMade = 2;

    /// <summary>Bytes that an answer takes which is worth giving back; small ones are asked for every few seconds.</summary>
    private const long Large = 32 << 20;

    /// <summary>Bytes that the program may keep: a node, or a page of few trials.</summary>
    private const long Usual = 128 << 20;

    /// <summary>So long after the last large answer, memory goes back to the machine, which trains: the collector itself does nothing until
    /// it needs some, and a page that is only looked at needs none.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ITimer memory = clock.CreateTimer(_ => GiveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
            if (GC.GetTotalAllocatedBytes() - before > Large) memory.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Lets a model write.</summary>
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

    private static void GiveBack()
    {
        if (GC.GetGCMemoryInfo().TotalCommittedBytes > Usual)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
