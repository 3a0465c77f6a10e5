using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;

namespace Sweep.Reports.Outcomes;

/// <summary>The ranks of a sweep, the same for tables, pages, pictures and reports.</summary>
public static class SweepRanking
{
    /// <summary>Ranks its configurations by what the sweep asks of results.</summary>
    /// <param name="ledger">Where it is.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="results">Its results, read from there.</param>
    /// <returns>Best first; none when nothing is ranked.</returns>
    public static async Task<IReadOnlyList<RankedConfig>> Of(ILedgerView ledger, SweepRow sweep, SweepResults results)
    {
        var goals = SweepGoals.Of(sweep);
        return goals.IsPlain ? Ranking.Rank(results, sweep.Metric, sweep.Maximize)
            : GoalRanking.Rank(results, await ledger.ListCounted(sweep.Name), goals);
    }
}
