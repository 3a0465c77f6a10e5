using Sweep.Contracts;
using Sweep.Ledger;

namespace Sweep.Reports.Trials;

/// <summary>What went wrong in a sweep, counted by class.</summary>
public static class FailureSummary
{
    /// <summary><c>failures: 3 crashed, 1 lost node, in 4 of 60 attempts</c>; null when nothing went wrong.</summary>
    public static string? Of(IReadOnlyList<OutcomeCount> outcomes)
    {
        var failed = outcomes.Where(o => o.Outcome is { } outcome && FailureClass.Of(outcome).IsFailure).ToList();
        if (failed.Count == 0) return null;
        var counts = failed.OrderByDescending(o => o.Attempts).ThenBy(o => o.Outcome)
            .Select(o => $"{o.Attempts} {FailureClass.Of(o.Outcome!.Value).Words}");
        return $"failures: {string.Join(", ", counts)}, in {failed.Sum(o => o.Attempts)} of {outcomes.Sum(o => o.Attempts)} attempts";
    }
}
