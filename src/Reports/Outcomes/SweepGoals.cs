using Sweep.Contracts.Rows;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Outcomes;

/// <summary>What a recorded sweep asks of results.</summary>
public static class SweepGoals
{
    /// <summary>Its objectives and constraints.</summary>
    /// <exception cref="FormatException">The ledger holds what no version of this program wrote.</exception>
    public static Goals Of(SweepRow sweep) => Goals.Parse(sweep.Goals, sweep.Metric, sweep.Maximize);

    /// <summary>How its configurations are ranked, for people; empty = they have no ranks.</summary>
    public static string Order(SweepRow sweep) => Of(sweep).Order(sweep.Summary);
}
