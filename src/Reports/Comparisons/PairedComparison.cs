namespace Sweep.Reports.Comparisons;

/// <summary>Two levels compared over the trials that differ in nothing else.</summary>
public sealed record PairedComparison
{
    /// <summary>First level.</summary>
    public required string A { get; init; }

    /// <summary>Second level.</summary>
    public required string B { get; init; }

    /// <summary>Pairs: same configuration but for the parameter and those that one of the two levels never has, same replicate, both
    /// with a metric.</summary>
    public required int Pairs { get; init; }

    /// <summary>Mean of B - A over the pairs, in the metric's unit; null without pairs.</summary>
    public double? MeanDifference { get; init; }

    /// <summary>The effect on the table's scale: mean of B - A, or geometric mean of B / A; null without pairs.</summary>
    public double? Effect { get; init; }

    /// <summary>Lower end of the effect's 95 % confidence interval (Student's t);
    /// null with fewer than two pairs, or without spread between them.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the effect's 95 % confidence interval;
    /// null with fewer than two pairs, or without spread between them.</summary>
    public double? High { get; init; }

    /// <summary>Two-sided p of the paired t-test on the table's scale;
    /// null with fewer than two pairs, or without spread between them.</summary>
    public double? TTestP { get; init; }

    /// <summary>Two-sided p of Wilcoxon's signed-rank test on the table's scale,
    /// exact for up to <see cref="WilcoxonTest.MaxExact"/> pairs; null without pairs.</summary>
    public double? WilcoxonP { get; init; }

    /// <summary><see cref="TTestP"/> corrected by Holm for the number of pairs of levels.</summary>
    public double? HolmTTestP { get; init; }

    /// <summary><see cref="WilcoxonP"/> corrected by Holm for the number of pairs of levels.</summary>
    public double? HolmWilcoxonP { get; init; }

    /// <summary>What one level lacks, why the tests say little or nothing, and the way out; null when there is nothing to remark.</summary>
    public string? Note { get; init; }
}
