namespace Sweep.Reports.Pictures;

/// <summary>Which learning curves are wanted. Immutable.</summary>
public sealed record CurveOptions
{
    /// <summary>The metric; null (default) = the sweep's own.</summary>
    public string? Metric { get; init; }

    /// <summary>What one curve is; default a trial. Ignored with <see cref="By"/>.</summary>
    public CurveGrouping Grouping { get; init; }

    /// <summary>A parameter whose levels are the curves; null (default) = none.</summary>
    public string? By { get; init; }

    /// <summary>What the band around a mean is; default the 95 % interval of the mean.</summary>
    public CurveSpread Spread { get; init; }

    /// <summary>Curves of trials or configurations at most, the best ones; default 100. Beyond them, bands show all trials.</summary>
    public int MostCurves { get; init; } = 100;

    /// <summary>Points of a curve at most, about; default 200.</summary>
    public int MostEpochs { get; init; } = 200;
}
