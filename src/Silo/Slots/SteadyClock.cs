namespace Sweep.Silo.Slots;

/// <summary>Time that only passes: the wall clock once, then what the monotonic one adds. So a stepped clock makes no lease longer or shorter.</summary>
internal sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset began = clock.GetUtcNow();
    private readonly long start = clock.GetTimestamp();

    public DateTimeOffset Now => began + clock.GetElapsedTime(start);

    /// <summary>A moment of this clock as the wall clock has it now, for people.</summary>
    public DateTimeOffset ToWall(DateTimeOffset moment) => clock.GetUtcNow() - (Now - moment);
}
