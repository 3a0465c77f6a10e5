namespace Sweep.Experiments.Analysis;

/// <summary>The answer to <c>sweep compare NAME --by PARAMETER</c>.</summary>
/// <param name="Parameter">The compared parameter.</param>
/// <param name="Metric">The compared metric.</param>
/// <param name="Scale">What is compared within a pair.</param>
/// <param name="Levels">One row per value of the parameter, in order of first appearance.</param>
/// <param name="Pairs">One row per pair of levels.</param>
public sealed record ComparisonTable(
    string Parameter, string Metric, ComparisonScale Scale, IReadOnlyList<LevelSummary> Levels, IReadOnlyList<PairedComparison> Pairs);
