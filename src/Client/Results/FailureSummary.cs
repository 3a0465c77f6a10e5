using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>What went wrong in a sweep, counted by class.</summary>
public static class FailureSummary
{
    /// <summary><c>failures: 3 crashed, 1 lost node, in 4 of 60 attempts</c>; null when nothing went wrong.</summary>
    public static string? Of(IReadOnlyList<AttemptRow> attempts)
    {
        var failed = attempts.Where(a => a.Outcome is { } outcome && FailureClass.Of(outcome).IsFailure).ToList();
        if (failed.Count == 0) return null;
        var counts = failed.GroupBy(a => a.Outcome!.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key);
        return $"failures: {string.Join(", ", counts.Select(g => $"{g.Count()} {FailureClass.Of(g.Key).Words}"))}, in {failed.Count} of {attempts.Count} attempts";
    }
}
