using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Silo.Sweeps;

/// <summary>How long a sweep has run so far, over all its coordinators: the time during which at least one attempt was on a slot.</summary>
public static class RunningTime
{
    /// <summary>Length of the union of all attempts' times.</summary>
    /// <remarks>An interrupted or lost attempt may have been recorded as ended long after its process was gone;
    /// its reported epochs say how long it really ran.</remarks>
    public static TimeSpan Of(IReadOnlyList<AttemptRow> attempts)
    {
        var (total, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var attempt in attempts.OrderBy(a => a.StartedAt))
        {
            var end = End(attempt);
            var begin = attempt.StartedAt > until ? attempt.StartedAt : until;
            if (end <= begin) continue;
            total += end - begin;
            until = end;
        }

        return total;
    }

    private static DateTimeOffset End(AttemptRow attempt)
    {
        var reported = Durations.FromSeconds(attempt.ReportedSeconds);
        var known = reported < DateTimeOffset.MaxValue - attempt.StartedAt ? attempt.StartedAt + reported : DateTimeOffset.MaxValue;
        // Epochs cannot last longer than their attempt: the clock was set back meanwhile.
        if (attempt.EndedAt is not { } ended || ended < known) return known;
        return attempt.Outcome is AttemptOutcome.Interrupted or AttemptOutcome.LostNode ? known : ended;
    }
}

/// <summary>A sweep's running time, which a time budget limits: it passes only while an attempt is on a slot. A sweep that waits for slots
/// behind others is not running, whoever coordinates it.</summary>
/// <param name="before">Running time of earlier coordinators (<see cref="RunningTime"/>).</param>
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
