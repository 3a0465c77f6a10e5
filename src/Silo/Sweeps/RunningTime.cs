using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Silo.Sweeps;

/// <summary>How long a sweep has run so far, over all its coordinators: the time during which at least one attempt was on a slot.</summary>
public static class RunningTime
{
    /// <summary>Length of the union of all attempts' times.</summary>
    /// <remarks>An interrupted or lost attempt may have been recorded as ended long after its process was gone; its reported epochs say how long it really ran.</remarks>
    public static TimeSpan Of(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<EpochRow> epochs)
    {
        var reported = epochs.GroupBy(e => (e.Trial, e.Attempt)).ToDictionary(g => g.Key, g => TimeSpan.FromSeconds(g.Sum(e => e.Seconds)));
        var (total, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var attempt in attempts.OrderBy(a => a.StartedAt))
        {
            var end = End(attempt, reported.GetValueOrDefault((attempt.Trial, attempt.Attempt)));
            var begin = attempt.StartedAt > until ? attempt.StartedAt : until;
            if (end <= begin) continue;
            total += end - begin;
            until = end;
        }

        return total;
    }

    private static DateTimeOffset End(AttemptRow attempt, TimeSpan reported)
    {
        if (attempt.EndedAt is not { } ended) return attempt.StartedAt + reported;
        var known = attempt.StartedAt + reported;
        return attempt.Outcome is AttemptOutcome.Interrupted or AttemptOutcome.LostNode && known < ended ? known : ended;
    }
}
