namespace Sweep.Silo.Sweeps;

/// <summary>
/// A sweep's running time, which a time budget limits: it passes only while an attempt is on a slot. A sweep that waits for slots behind
/// others is not running, whoever coordinates it.
/// </summary>
/// <param name="before">Running time of earlier coordinators (<see cref="RunningTime"/>).</param>
/// <param name="clock">Measures.</param>
internal sealed class RunningClock(TimeSpan before, TimeProvider clock)
{
    private TimeSpan total = before;
    private long? since;

    /// <summary>Running time until now.</summary>
    public TimeSpan Elapsed => total + (since is { } start ? clock.GetElapsedTime(start) : TimeSpan.Zero);

    /// <summary>Says whether an attempt is on a slot from now on.</summary>
    public void Note(bool isBusy)
    {
        total = Elapsed;
        since = isBusy ? clock.GetTimestamp() : null;
    }
}
