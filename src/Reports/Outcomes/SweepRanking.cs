using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Outcomes;

/// <summary>The ranks of a sweep, the same for tables, pages, pictures and reports.</summary>
public static class SweepRanking
{
    /// <summary>Ranks its configurations by what the sweep asks of results.</summary>
    /// <returns>Best first; none when nothing is ranked.</returns>
    public static async Task<IReadOnlyList<RankedConfig>> Of(ILedgerView ledger, SweepRow sweep, SweepResults results)
    {
        var goals = SweepGoals.Of(sweep);
        return goals.IsPlain ? Ranking.Rank(results, sweep.Metric, sweep.Maximize)
            : GoalRanking.Rank(results, await ledger.ListCounted(sweep.Name), goals);
    }
}

/// <summary>What a recorded sweep asks of results.</summary>
public static class SweepGoals
{
    /// <summary>Its objectives and constraints.</summary>
    /// <exception cref="FormatException">The ledger holds what no version of this program wrote.</exception>
    public static Goals Of(SweepRow sweep) => Goals.Parse(sweep.Goals, sweep.Metric, sweep.Maximize);

    /// <summary>How its configurations are ranked, for people; empty = they have no ranks.</summary>
    public static string Order(SweepRow sweep) => Of(sweep).Order(sweep.Summary);
}
