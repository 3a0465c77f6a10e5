namespace Sweep.Page;

/// <summary>Gives memory back to the machine, which trains, when no large answer has been made for a while: the collector itself does
/// nothing until it needs some, and a page that is only looked at needs none.</summary>
internal sealed class UnusedMemory : IDisposable
{
    /// <summary>So long after the last answer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that are not worth it: a node, or a page of few trials.</summary>
    private const long Usual = 128 << 20;

    private readonly ITimer timer;

    public UnusedMemory(TimeProvider clock) =>
        timer = clock.CreateTimer(_ => GiveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>To be called after each large answer.</summary>
    public void Used() => timer.Change(Pause, Timeout.InfiniteTimeSpan);

    public void Dispose() => timer.Dispose();

    private static void GiveBack()
    {
        if (GC.GetGCMemoryInfo().TotalCommittedBytes > Usual)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
