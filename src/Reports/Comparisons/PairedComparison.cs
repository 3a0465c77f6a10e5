namespace Sweep.Reports.Comparisons;

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
/// <param name="WilcoxonP">Two-sided p of Wilcoxon's signed-rank test on the table's scale, exact for up to <see
/// cref="WilcoxonTest.MaxExact"/> pairs; null without pairs.</param>
/// <param name="HolmTTestP"><see cref="TTestP"/> corrected by Holm for the number of pairs of levels.</param>
/// <param name="HolmWilcoxonP"><see cref="WilcoxonP"/> corrected by Holm for the number of pairs of levels.</param>
/// <param name="Note">What one level lacks, why the tests say little or nothing, and the way out; null when there is nothing to
/// remark.</param>
public sealed record PairedComparison(
    string A, string B, int Pairs, double? MeanDifference = null, double? Effect = null, double? Low = null, double? High = null,
    double? TTestP = null, double? WilcoxonP = null, double? HolmTTestP = null, double? HolmWilcoxonP = null, string? Note = null);
