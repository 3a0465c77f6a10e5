namespace Sweep.Reports.Pictures;

/// <summary>Learning curves: a metric by epoch, one curve for each trial, each configuration, or each level of a parameter.</summary>
/// <remarks>Fenced by attempt: what an older attempt reported beyond the newest report of a newer one is not there.</remarks>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Metric">The metric, with its scale.</param>
/// <param name="Maximize">True when a larger metric is better.</param>
/// <param name="Grouping">What one curve is.</param>
/// <param name="Spread">What <see cref="Curve.Low"/> and <see cref="Curve.High"/> are.</param>
/// <param name="Curves">The curves, best first; levels of a parameter in their own order.</param>
/// <param name="Trials">Trials that have reported the metric.</param>
/// <param name="All">Curves that there would be without a limit.</param>
/// <param name="Notes">What was left out or put together, for people; empty = nothing.</param>
/// <param name="By">The parameter whose levels are the curves; null for other groupings.</param>
/// <param name="Bands">Quantiles over all trials, those without a curve of their own included; null when every trial is in a curve.</param>
/// <param name="Floor">Lowest value that is possible, the same for all trials; null when unknown.</param>
public sealed record CurvesPicture(
    string Sweep, PictureAxis Metric, bool Maximize, CurveGrouping Grouping, CurveSpread Spread, IReadOnlyList<Curve> Curves,
    int Trials, int All, IReadOnlyList<string> Notes, string? By = null, CurveBands? Bands = null, double? Floor = null);

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
/// <param name="Label">What it is, for people: <c>#17 cell=lstm</c>, <c>cell=lstm layers=2</c>, <c>lstm</c>.</param>
/// <param name="Trials">Numbers of its trials.</param>
/// <param name="Epochs">Epochs, ascending.</param>
/// <param name="Values">Means over the trials that have reported the epoch.</param>
/// <param name="Counts">How many trials have reported the epoch.</param>
/// <param name="Low">Lower edge of the band; NaN where fewer than two trials have reported the epoch; null for single trials.</param>
/// <param name="High">Upper edge of the band, as <see cref="Low"/>.</param>
public sealed record Curve(
    string Label, IReadOnlyList<int> Trials, int[] Epochs, double[] Values, int[] Counts, double[]? Low = null, double[]? High = null);

/// <summary>Quantiles over trials by epoch; all columns are equally long.</summary>
/// <param name="Epochs">Epochs, ascending.</param>
/// <param name="Counts">How many trials have reported the epoch.</param>
/// <param name="Low">5 % quantile.</param>
/// <param name="LowerQuartile">25 % quantile.</param>
/// <param name="Median">Median.</param>
/// <param name="UpperQuartile">75 % quantile.</param>
/// <param name="High">95 % quantile.</param>
public sealed record CurveBands(
    int[] Epochs, int[] Counts, double[] Low, double[] LowerQuartile, double[] Median, double[] UpperQuartile, double[] High);
