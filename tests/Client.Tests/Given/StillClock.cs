namespace Sweep.Client.Tests.Given;

/// <summary>Says the same moment for ever in UTC; timers run as always.</summary>
internal sealed class StillClock : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override long GetTimestamp() => 0;
}
