namespace Sweep.Experiments.Tests.Training;

/// <summary>A clock that goes on by some seconds whenever it is read: every sign of life and every checkpoint is always due.</summary>
internal sealed class SteppingClock(int seconds = 40) : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks += seconds * TimeSpan.TicksPerSecond;
}
