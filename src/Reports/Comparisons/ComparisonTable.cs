namespace Sweep.Reports.Comparisons;

/// <summary>The answer to <c>sweep compare NAME --by PARAMETER</c>.</summary>
/// <param name="Parameter">The compared parameter.</param>
/// <param name="Metric">The compared metric.</param>
/// <param name="Scale">What is compared within a pair.</param>
/// <param name="Levels">One row per value of the parameter, in order of first appearance; or per group, by rising value;
/// or the values with the best means, best first.</param>
/// <param name="Pairs">One row per pair of levels.</param>
public sealed record ComparisonTable(
    string Parameter, string Metric, ComparisonScale Scale, IReadOnlyList<LevelSummary> Levels, IReadOnlyList<PairedComparison> Pairs)
{
    /// <summary>How many values the parameter takes.</summary>
    public int Values { get; init; } = Levels.Count;

    /// <summary>Groups into which its numbers were put because each for itself would be too many;
    /// null when each value is a level.</summary>
    public int? Groups { get; init; }

    /// <summary>Whether the metric rises or falls with the parameter, over all configurations; null unless there are groups.</summary>
    public RankCorrelation? Correlation { get; init; }

    /// <summary>Values that are not among the levels: where words are too many, only those with the best means are.</summary>
    public int LeftOut => Groups is null ? Values - Levels.Count : 0;

    /// <summary>What holds for all pairs; null when there is nothing to remark.</summary>
    public string? Note { get; init; }
}

/// <summary>A comparison, or what is wrong with the question.</summary>
/// <param name="Table">The answer; null exactly when there is a problem.</param>
/// <param name="Problem">Input error: what was expected, what was found, and the way out.</param>
public sealed record ComparisonResult(ComparisonTable? Table, string? Problem);

/// <summary>What is compared within a pair.</summary>
public enum ComparisonScale
{
    /// <summary>B - A, in the metric's unit.</summary>
    Difference,

    /// <summary>B / A. The scale of perplexities: exp of a mean loss,
    /// so an equal gain in nats is an equal ratio whatever the corpus or token kind of the pair.</summary>
    Ratio,
}

/// <summary>All trials with one value of the compared parameter.</summary>
/// <param name="Level">The value as people write it, for example <c>lstm</c> or <c>2</c>;
/// <c>(absent)</c> where a condition leaves the parameter out.</param>
/// <param name="Trials">Trials with a metric: completed or stopped.</param>
/// <param name="Mean">Mean metric; null without any.</param>
/// <param name="Std">Sample standard deviation (n - 1); null with fewer than two.
/// Mixes the other factors, so it is no measure of certainty.</param>
/// <param name="GeometricMean">Geometric mean, the mean on <see cref="ComparisonScale.Ratio"/>;
/// null without trials or when a value is not positive.</param>
/// <param name="Best">Best metric; null without any.</param>
/// <param name="Lost">Trials that diverged, failed, or ended without the metric:
/// they are in no mean and no pair, which flatters the level.</param>
/// <param name="From">Least value of a group of values; null for a single value.</param>
/// <param name="To">Largest value of a group of values; null for a single value.</param>
public sealed record LevelSummary(string Level, int Trials, double? Mean, double? Std, double? GeometricMean, double? Best, int Lost,
    double? From = null, double? To = null)
{
    /// <summary>The value as a number; null for a group, and for what is no number.</summary>
    public double? Number { get; init; }
}

/// <summary>Spearman's rank correlation: whether one quantity rises or falls with another, in whatever shape.</summary>
/// <param name="Rho">From -1 (falls always) to 1 (rises always).</param>
/// <param name="P">Two-sided p of "they have nothing to do with each other".</param>
/// <param name="Count">Pairs of values behind it.</param>
public sealed record RankCorrelation(double Rho, double P, int Count);

/// <summary>Two levels compared over the trials that differ in nothing else.</summary>
/// <param name="A">First level.</param>
/// <param name="B">Second level.</param>
/// <param name="Pairs">Pairs: same configuration but for the parameter and those that one of the two levels never has, same replicate, both
/// with a metric.</param>
/// <param name="MeanDifference">Mean of B - A over the pairs, in the metric's unit; null without pairs.</param>
/// <param name="Effect">The effect on the table's scale: mean of B - A, or geometric mean of B / A; null without pairs.</param>
/// <param name="Low">Lower end of the effect's 95 % confidence interval (Student's t); null with fewer than two pairs, or without spread
/// between them.</param>
/// <param name="High">Upper end of the effect's 95 % confidence interval; null with fewer than two pairs, or without spread between
/// them.</param>
/// <param name="TTestP">Two-sided p of the paired t-test on the table's scale; null with fewer than two pairs, or without spread between
/// them.</param>
/// <param name="WilcoxonP">Two-sided p of Wilcoxon's signed-rank test on the table's scale, exact for up to
/// <see cref="WilcoxonTest.MaxExact"/> pairs; null without pairs.</param>
/// <param name="HolmTTestP"><see cref="TTestP"/> corrected by Holm for the number of pairs of levels.</param>
/// <param name="HolmWilcoxonP"><see cref="WilcoxonP"/> corrected by Holm for the number of pairs of levels.</param>
/// <param name="Note">What one level lacks, why the tests say little or nothing, and the way out; null when there is nothing to
/// remark.</param>
public sealed record PairedComparison(
    string A, string B, int Pairs, double? MeanDifference = null, double? Effect = null, double? Low = null, double? High = null,
    double? TTestP = null, double? WilcoxonP = null, double? HolmTTestP = null, double? HolmWilcoxonP = null, string? Note = null);
