using Sweep.Ledger;

namespace Sweep.Page.Answers;

/// <summary>Trials that began with another one's checkpoint.</summary>
internal static class ParentTrials
{
    /// <summary>Finds them; decisions have them, rows of trials do not.</summary>
    /// <returns>The trial that each began from.</returns>
    public static async Task<IReadOnlyDictionary<int, int>> Of(ILedgerView ledger, string sweep) =>
        (await ledger.FindDecisions(sweep, new DecisionQuery { OnlyForks = true })).DistinctBy(decision => decision.Trial)
            .ToDictionary(decision => decision.Trial, decision => decision.Parent!.Value);
}
