using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Layout;

/// <summary>Gives the ends of learning curves room: how they end is what tells them apart, and the first epochs may leave a picture
/// where they alone would take much of it.</summary>
internal static class CurveEnds
{
    /// <summary>Share of the epochs that may leave the picture.</summary>
    private const double Early = 0.1;

    /// <summary>Share of the range that the others must need for that, at most.</summary>
    private const double MostOthers = 0.65;

    /// <summary>The range that is drawn, from that of all values; the first so many curves have a say.</summary>
    public static (double Low, double High) Range(CurvesPicture picture, int count, double low, double high)
    {
        var isLog = picture.Metric.Scale == AxisScale.Log;
        List<Curve> curves = [.. picture.Curves.Take(count)];
        var last = curves.Select(curve => curve.Epochs[^1]).Concat(picture.Bands?.Epochs ?? []).DefaultIfEmpty(1).Max();
        var first = (int)Math.Ceiling(last * Early);
        List<double> later = [.. curves.SelectMany(curve =>
            curve.Values.Where((_, i) => curve.Epochs[i] > first || curve.Epochs[^1] <= first))];
        if (picture.Bands is { } bands) later.AddRange(bands.Median.Where((_, i) => bands.Epochs[i] > 3 * first));
        if (later.Count == 0) return (low, high);
        var (from, to) = picture.Maximize ? (Math.Max(low, later.Min()), high) : (low, Math.Min(high, later.Max()));
        var (whole, part) = isLog ? (Math.Log(high / low), Math.Log(to / from)) : (high - low, to - from);
        return part > 0 && part < whole * MostOthers ? (from, to) : (low, high);
    }

    /// <summary>Half the width of the band at a curve's end: <c> ± 0.009</c>; empty where there is none, or it is a range.</summary>
    public static string Half(Curve curve, CurveSpread spread, NumberFormat format, string sign) =>
        spread != CurveSpread.Range && curve.High is { } high && double.IsFinite(high[^1])
            ? $" {sign} {format.Text(high[^1] - curve.Values[^1])}" : "";
}
