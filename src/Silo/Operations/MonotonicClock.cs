namespace Sweep.Silo.Operations;

/// <summary>The wall clock as first read plus the monotonic time since: setting it makes no lease longer or shorter.</summary>
internal sealed class MonotonicClock(TimeProvider clock)
{
    private readonly DateTimeOffset began = clock.GetUtcNow();
    private readonly long start = clock.GetTimestamp();

    public DateTimeOffset Now => began + clock.GetElapsedTime(start);

    /// <summary>A moment of this clock as the wall clock has it now, for people.</summary>
    public DateTimeOffset ToWall(DateTimeOffset moment) => clock.GetUtcNow() - (Now - moment);
}
