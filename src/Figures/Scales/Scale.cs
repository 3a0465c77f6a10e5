using Sweep.Reports.Pictures;

namespace Sweep.Figures.Scales;

/// <summary>Where values of an axis stand in a figure.</summary>
/// <param name="Kind">How values become places.</param>
/// <param name="Low">Value at <paramref name="From"/>.</param>
/// <param name="High">Value at <paramref name="To"/>; not <paramref name="Low"/>.</param>
/// <param name="From">Pixel of the low end.</param>
/// <param name="To">Pixel of the high end.</param>
internal sealed record Scale(AxisScale Kind, double Low, double High, double From, double To)
{
    /// <summary>The names of categories; empty for others.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Pixels from one category to the next.</summary>
    public double Step => Math.Abs(To - From) / Math.Max(1, Categories.Count);

    /// <summary>The scale of an axis; the margin is the share of the range that is added to each side.</summary>
    public static Scale Of(PictureAxis axis, double from, double to, double margin = 0)
    {
        if (axis.Scale != AxisScale.Category) return Of(axis.Scale, axis.Low ?? 0, axis.High ?? 1, from, to, margin);
        var count = Math.Max(1, axis.Categories.Count);
        return new Scale(AxisScale.Category, -0.5, count - 0.5, from, to) { Categories = axis.Categories };
    }

    /// <summary>A scale of numbers, linear or logarithmic; on a logarithmic one the least value is above 0.</summary>
    public static Scale Of(AxisScale kind, double low, double high, double from, double to, double margin = 0)
    {
        if (low > high) (low, high) = (high, low);
        if (kind == AxisScale.Log)
        {
            var (a, b) = (Math.Log(low), Math.Log(high));
            // Equal values get room to either side.
            var pad = b > a ? (b - a) * margin : 0.1;
            return new Scale(kind, Math.Exp(a - pad), Math.Exp(b + pad), from, to);
        }

        var side = high > low ? (high - low) * margin : Math.Max(0.5, Math.Abs(high) * 0.1);
        return new Scale(kind, low - side, high + side, from, to);
    }

    /// <summary>Pixel of a value; NaN for NaN, and for what a logarithmic scale cannot show.</summary>
    public double At(double value) => From + ((To - From) * Share(value));

    /// <summary>Where a value stands between both ends: 0 = low, 1 = high.</summary>
    public double Share(double value) => Kind == AxisScale.Log
        ? value > 0 ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low)) : double.NaN
        : (value - Low) / (High - Low);

    /// <summary>True for a value between both ends.</summary>
    public bool Has(double value) => Share(value) is >= -1e-9 and <= 1 + 1e-9;
}
