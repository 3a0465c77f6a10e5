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
