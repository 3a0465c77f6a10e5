namespace Sweep.Reports.Comparisons;

/// <summary>The answer to <c>sweep compare NAME --by PARAMETER</c>.</summary>
/// <param name="Parameter">The compared parameter.</param>
/// <param name="Metric">The compared metric.</param>
/// <param name="Scale">What is compared within a pair.</param>
/// <param name="Levels">One row per value of the parameter, in order of first appearance; or per group, by rising value; or the values with the best means, best first.</param>
/// <param name="Pairs">One row per pair of levels.</param>
public sealed record ComparisonTable(
    string Parameter, string Metric, ComparisonScale Scale, IReadOnlyList<LevelSummary> Levels, IReadOnlyList<PairedComparison> Pairs)
{
    /// <summary>How many values the parameter takes.</summary>
    public int Values { get; init; } = Levels.Count;

    /// <summary>Groups into which its numbers were put because each for itself would be too many; null when each value is a level.</summary>
    public int? Groups { get; init; }

    /// <summary>Whether the metric rises or falls with the parameter, over all configurations; null unless there are groups.</summary>
    public RankCorrelation? Correlation { get; init; }

    /// <summary>Values that are not among the levels: where words are too many, only those with the best means are.</summary>
    public int LeftOut => Groups is null ? Values - Levels.Count : 0;

    /// <summary>What holds for all pairs; null when there is nothing to remark.</summary>
    public string? Note { get; init; }
}
