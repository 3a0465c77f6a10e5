namespace Sweep.Reports.Pictures;

/// <summary>Trials as points over parameters and metric: what slices, parallel coordinates and contours are drawn from.</summary>
/// <remarks>A column for each fact: entry i of <see cref="Trials"/>, <see cref="Values"/> and of each of <see cref="Columns"/> is of one
/// trial.</remarks>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Metric">The sweep's metric, with its scale.</param>
/// <param name="Maximize">True when a larger metric is better.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Trials">Numbers of the trials, best first as the ranking has them (<c>RankedTrials</c>).</param>
/// <param name="Values">The sweep's metric of each trial.</param>
/// <param name="Columns">For each of <see cref="Parameters"/> the value of each trial: the number, or the number of its category; NaN where
/// the configuration lacks the parameter.</param>
/// <param name="Means">For each of <see cref="Parameters"/> with categories the mean metric of each of them over all trials, those left out
/// included; NaN where no trial is. Empty for other parameters.</param>
/// <param name="All">Trials that have a value; those beyond <see cref="Trials"/> were left out.</param>
/// <param name="Notes">What was left out, for people; empty = nothing.</param>
public sealed record PointsPicture(
    string Sweep, PictureAxis Metric, bool Maximize, IReadOnlyList<PictureAxis> Parameters, int[] Trials, double[] Values,
    IReadOnlyList<double[]> Columns, IReadOnlyList<double[]> Means, int All, IReadOnlyList<string> Notes);

/// <summary>The metric over two parameters, as means over the cells of a grid.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Metric">The sweep's metric, with its scale.</param>
/// <param name="Maximize">True when a larger metric is better.</param>
/// <param name="X">The parameter to the right.</param>
/// <param name="Y">The parameter upward.</param>
/// <param name="XEdges">Edges of the columns, ascending, one more than there are columns; categories have edges at -0.5, 0.5, ...</param>
/// <param name="YEdges">Edges of the rows, ascending, one more than there are rows.</param>
/// <param name="Means">Mean metric of each cell, rows from the bottom, each from the left; NaN where no trial is.</param>
/// <param name="Counts">Trials of each cell, in the order of <see cref="Means"/>.</param>
/// <param name="Trials">Trials in all cells together.</param>
/// <param name="Notes">What was left out, for people; empty = nothing.</param>
public sealed record ContourPicture(
    string Sweep, PictureAxis Metric, bool Maximize, PictureAxis X, PictureAxis Y, double[] XEdges, double[] YEdges, double[] Means,
    int[] Counts, int Trials, IReadOnlyList<string> Notes);
