namespace Sweep.Silo.Tests.Fakes;

/// <summary>The real time, but whoever waits for a minute or longer waits a moment only.</summary>
internal sealed class HastyClock : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime >= Long ? Moment : dueTime, period);
}

/// <summary>The real time and what a test adds to it.</summary>
internal sealed class AdvancedClock : TimeProvider
{
    private long added;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref added);

    public void Advance(TimeSpan by) => Interlocked.Add(ref added, (long)(by.TotalSeconds * TimestampFrequency));
}
