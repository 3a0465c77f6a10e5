using Sweep.Contracts;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Leaderboards;

/// <summary>What a leaderboard says of several objectives, and of constraints on outcomes; nothing where there are none. Scripts find it
/// after the columns that every sweep has, people beside the metric.</summary>
internal sealed class GoalColumns(Goals goals, IReadOnlyList<RankedConfig> ranked)
{
    /// <summary>True when configurations are ranked by fronts.</summary>
    public bool HasFronts => goals.HasSeveral;

    private bool HasConstraints => goals.Constraints.Count > 0;

    /// <summary>The objectives after the first, which is the metric.</summary>
    public IEnumerable<Column> ForPeople(bool forPeople) =>
        forPeople ? goals.Objectives.Skip(1).Select(objective => new Column(Key(objective), objective.Name, Right: true)) : [];

    public IEnumerable<Cell> ForPeople(RankedConfig config, bool forPeople) =>
        forPeople && HasFronts ? config.Objectives.Skip(1).Select(Cell.Of) : [];

    /// <summary>Front, objectives, and whether constraints hold.</summary>
    public IEnumerable<Column> ForScripts(bool forPeople)
    {
        if (forPeople) return [];
        IEnumerable<Column> objectives = HasFronts
            ? [new Column("front", null), .. goals.Objectives.Select(objective => new Column(Key(objective), null))] : [];
        return HasConstraints ? [.. objectives, new Column("holds", null), new Column("violation", null)] : objectives;
    }

    public IEnumerable<Cell> ForScripts(RankedConfig config, bool forPeople)
    {
        if (forPeople) return [];
        IEnumerable<Cell> objectives = HasFronts
            ? [config.Front is { } front ? front : Cell.None, .. config.Objectives.Select(Cell.Of)] : [];
        return HasConstraints
            ? [.. objectives, config.Violation is { } violation ? Cell.Of(violation == 0) : Cell.None, Cell.Of(config.Violation)]
            : objectives;
    }

    /// <summary>Why a configuration is not ranked by its objectives; null when it is.</summary>
    public static string? Remark(RankedConfig config)
    {
        if (config.Tier != ConfigTier.Clean) return null;
        return config.Objectives.Any(value => value is null) ? "an objective was not reported"
            : config.Violation is not > 0 ? null
            : double.IsInfinity(config.Violation.Value) ? "CONSTRAINT BROKEN (not reported)"
            : $"CONSTRAINT BROKEN (by {Numbers.Percent(config.Violation.Value)})";
    }

    public IEnumerable<string> Caption(MetricSummary summary)
    {
        if (goals.IsPlain || ranked.Count == 0) yield break;
        yield return goals.Order(summary);
        if (HasFronts)
        {
            var first = ranked.Count(config => config.Front == 1);
            yield return $"front 1: {Numbers.Plural(first, "configuration")} of {ranked.Count} that no other one beats in all objectives";
        }

        var broken = ranked.Count(config => config.Violation > 0);
        if (broken > 0)
        {
            yield return $"{Numbers.Plural(broken, "configuration")} of {ranked.Count} {(broken == 1 ? "breaks" : "break")} a constraint " +
                $"on outcomes ({string.Join(", ", goals.Constraints)}): ranked below all that hold them";
        }
    }

    private static string Key(Objective objective) => $"objective.{objective.Name}";
}
