using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Data;

namespace Sweep.Client.Sessions;

/// <summary>Compares the texts of a sweep that goes on with those it began with.</summary>
public static class CorpusCheck
{
    /// <summary>What is wrong with the first trial whose text has changed, and the way out; null when all are the same.</summary>
    public static string? Problem(IReadOnlyList<PlannedTrial> planned, IReadOnlyList<TrialRow> held)
    {
        // By what a trial is: those that a changed file added have other numbers than in its plan.
        var now = planned.DistinctBy(t => t.Config).ToDictionary(t => t.Config, t => t.Corpus?.Sha256);
        return held.Where(t => t.Plan.Corpus?.Sha256 != now.GetValueOrDefault(t.Plan.Config))
            .Select(t => ChangedCorpus.Problem(Name(t), t.Plan.Corpus?.Sha256, now.GetValueOrDefault(t.Plan.Config)))
                .FirstOrDefault(problem => problem is not null);
    }

    private static string Name(TrialRow trial) => trial.Plan.Config["corpus"]?.ToString() ?? "";
}
