namespace Sweep.Reports.Pictures;

/// <summary>Learning curves: a metric by epoch, one curve for each trial, each configuration, or each level of a parameter.</summary>
/// <remarks>Fenced by attempt: what an older attempt reported beyond the newest report of a newer one is not there.</remarks>
public sealed record CurvesPicture
{
    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>The metric, with its scale.</summary>
    public required PictureAxis Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public required bool Maximize { get; init; }

    /// <summary>What one curve is.</summary>
    public required CurveGrouping Grouping { get; init; }

    /// <summary>The parameter whose levels are the curves; null for other groupings.</summary>
    public string? By { get; init; }

    /// <summary>What <see cref="Curve.Low"/> and <see cref="Curve.High"/> are.</summary>
    public required CurveSpread Spread { get; init; }

    /// <summary>The curves, best first; levels of a parameter in their own order.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>Quantiles over all trials, those without a curve of their own included; null when every trial is in a curve.</summary>
    public CurveBands? Bands { get; init; }

    /// <summary>Lowest value that is possible, the same for all trials; null when unknown.</summary>
    public double? Floor { get; init; }

    /// <summary>Trials that have reported the metric.</summary>
    public required int Trials { get; init; }

    /// <summary>Curves that there would be without a limit.</summary>
    public required int All { get; init; }

    /// <summary>What was left out or put together, for people; empty = nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What one curve is.</summary>
public enum CurveGrouping
{
    /// <summary>One trial.</summary>
    Trial,

    /// <summary>The mean over the seeds of one configuration.</summary>
    Configuration,

    /// <summary>The mean over all trials with one value of a parameter, or one group of its values.</summary>
    Parameter,
}

/// <summary>What the band around a mean is.</summary>
public enum CurveSpread
{
    /// <summary>95 % interval of the mean: Student's t with n - 1 degrees of freedom times s / sqrt(n).</summary>
    Interval,

    /// <summary>One sample standard deviation (n - 1) to either side.</summary>
    Deviation,

    /// <summary>From the least to the largest value.</summary>
    Range,
}

/// <summary>One curve, a column for each fact; all columns are equally long.</summary>
public sealed record Curve
{
    /// <summary>What it is, for people: <c>#17 cell=lstm</c>, <c>cell=lstm layers=2</c>, <c>lstm</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Numbers of its trials.</summary>
    public required IReadOnlyList<int> Trials { get; init; }

    /// <summary>Epochs, ascending.</summary>
    public required int[] Epochs { get; init; }

    /// <summary>Means over the trials that have reported the epoch.</summary>
    public required double[] Values { get; init; }

    /// <summary>How many trials have reported the epoch.</summary>
    public required int[] Counts { get; init; }

    /// <summary>Lower edge of the band; NaN where fewer than two trials have reported the epoch; null for single trials.</summary>
    public double[]? Low { get; init; }

    /// <summary>Upper edge of the band, as <see cref="Low"/>.</summary>
    public double[]? High { get; init; }
}

/// <summary>Quantiles over trials by epoch; all columns are equally long.</summary>
public sealed record CurveBands
{
    /// <summary>Epochs, ascending.</summary>
    public required int[] Epochs { get; init; }

    /// <summary>How many trials have reported the epoch.</summary>
    public required int[] Counts { get; init; }

    /// <summary>5 % quantile.</summary>
    public required double[] Low { get; init; }

    /// <summary>25 % quantile.</summary>
    public required double[] LowerQuartile { get; init; }

    /// <summary>Median.</summary>
    public required double[] Median { get; init; }

    /// <summary>75 % quantile.</summary>
    public required double[] UpperQuartile { get; init; }

    /// <summary>95 % quantile.</summary>
    public required double[] High { get; init; }
}
