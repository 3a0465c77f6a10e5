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

/// <summary>Which options each kind of picture has; elsewhere they mean nothing.</summary>
public static class PictureOptions
{
    private static readonly Dictionary<PictureOption, PictureKind[]> Kinds = new()
    {
        [PictureOption.By] = [PictureKind.Curves, PictureKind.Slice, PictureKind.Parallel, PictureKind.Contour],
        [PictureOption.Metric] = [PictureKind.Curves, PictureKind.Importance],
        [PictureOption.Spread] = [PictureKind.Curves],
        [PictureOption.Top] = [PictureKind.Curves],
    };

    /// <summary>The kinds that have an option.</summary>
    public static IReadOnlyList<PictureKind> KindsOf(PictureOption option) => Kinds[option];
}

/// <summary>Options that not every kind of picture has.</summary>
public enum PictureOption
{
    /// <summary><see cref="PictureRequest.By"/>.</summary>
    By,

    /// <summary><see cref="PictureRequest.Metric"/>.</summary>
    Metric,

    /// <summary><see cref="PictureRequest.Spread"/>.</summary>
    Spread,

    /// <summary><see cref="PictureRequest.MostCurves"/>.</summary>
    Top,
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
