namespace Sweep.Reports.Pictures;

/// <summary>Trials as points over parameters and metric: what slices, parallel coordinates and contours are drawn from.</summary>
/// <remarks>A column for each fact: entry i of <see cref="Trials"/>, <see cref="Values"/> and of each of <see cref="Columns"/> is of one
/// trial.</remarks>
public sealed record PointsPicture
{
    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>The sweep's metric, with its scale.</summary>
    public required PictureAxis Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public required bool Maximize { get; init; }

    /// <summary>The parameters.</summary>
    public required IReadOnlyList<PictureAxis> Parameters { get; init; }

    /// <summary>Numbers of the trials, best first as the ranking has them (<c>RankedTrials</c>).</summary>
    public required int[] Trials { get; init; }

    /// <summary>The sweep's metric of each trial.</summary>
    public required double[] Values { get; init; }

    /// <summary>For each of <see cref="Parameters"/> the value of each trial: the number, or the number of its category; NaN where the
    /// configuration lacks the parameter.</summary>
    public required IReadOnlyList<double[]> Columns { get; init; }

    /// <summary>For each of <see cref="Parameters"/> with categories the mean metric of each of them over all trials, those left out
    /// included; NaN where no trial is. Empty for other parameters.</summary>
    public required IReadOnlyList<double[]> Means { get; init; }

    /// <summary>Trials that have a value; those beyond <see cref="Trials"/> were left out.</summary>
    public required int All { get; init; }

    /// <summary>What was left out, for people; empty = nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The metric over two parameters, as means over the cells of a grid.</summary>
public sealed record ContourPicture
{
    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>The sweep's metric, with its scale.</summary>
    public required PictureAxis Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public required bool Maximize { get; init; }

    /// <summary>The parameter to the right.</summary>
    public required PictureAxis X { get; init; }

    /// <summary>The parameter upward.</summary>
    public required PictureAxis Y { get; init; }

    /// <summary>Edges of the columns, ascending, one more than there are columns; categories have edges at -0.5, 0.5, ...</summary>
    public required double[] XEdges { get; init; }

    /// <summary>Edges of the rows, ascending, one more than there are rows.</summary>
    public required double[] YEdges { get; init; }

    /// <summary>Mean metric of each cell, rows from the bottom, each from the left; NaN where no trial is.</summary>
    public required double[] Means { get; init; }

    /// <summary>Trials of each cell, in the order of <see cref="Means"/>.</summary>
    public required int[] Counts { get; init; }

    /// <summary>Trials in all cells together.</summary>
    public required int Trials { get; init; }

    /// <summary>What was left out, for people; empty = nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
