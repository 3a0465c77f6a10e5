using Sweep.Reports.Pictures;

namespace Sweep.Figures.Requests;

/// <summary>Kinds of pictures.</summary>
public enum PictureKind
{
    /// <summary>Learning curves.</summary>
    Curves,

    /// <summary>Best value so far.</summary>
    Best,

    /// <summary>Metric over each parameter.</summary>
    Slice,

    /// <summary>Parallel coordinates.</summary>
    Parallel,

    /// <summary>How much each parameter matters.</summary>
    Importance,

    /// <summary>Metric over two parameters.</summary>
    Contour,

    /// <summary>Attempts on slots over time.</summary>
    Slots,

    /// <summary>What the early-stopping rule did.</summary>
    Rungs,
}

/// <summary>Which picture is wanted. Immutable.</summary>
public sealed record PictureRequest
{
    /// <summary>What it shows; default curves.</summary>
    public PictureKind Kind { get; init; }

    /// <summary>Parameters: whose levels are curves (one), or that have axes. For curves also <c>trial</c> or <c>configuration</c>.
    /// Empty (default) = what fits.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Metric of curves, or the objective by which importance is measured; null (default) = the sweep's own.</summary>
    public string? Metric { get; init; }

    /// <summary>What the band around mean curves is; default the 95 % interval of the mean.</summary>
    public CurveSpread Spread { get; init; }

    /// <summary>Curves at most; default 100.</summary>
    public int MostCurves { get; init; } = 100;
}
