using Sweep.Figures.Layout;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>What stands beside curves: their last values, one below the other, and their names.</summary>
/// <param name="Values">Last values with half the width of the band: <c>1.690 ± 0.009</c>.</param>
/// <param name="Names">Names, as much as fits.</param>
internal sealed record CurveLabels(IReadOnlyList<string> Values, IReadOnlyList<string> Names)
{
    /// <summary>Pixels between value and name.</summary>
    public const double Gap = 9;

    private const double Size = 12;

    /// <summary>Width of the values.</summary>
    public double ValueWidth => Values.Select(value => TextWidth.Of(value, Size, isBold: true)).DefaultIfEmpty(0).Max();

    /// <summary>Width of all.</summary>
    public double Width => ValueWidth + Gap + Names.Select(name => TextWidth.Of(name, Size)).DefaultIfEmpty(0).Max();

    /// <summary>Each as one text.</summary>
    public IEnumerable<string> Texts => Values.Zip(Names, (value, name) => $"{name} {value}");

    /// <summary>The first so many curves get a name, in as many pixels as there are.</summary>
    public static CurveLabels Of(CurvesPicture picture, int count, double most)
    {
        List<Curve> named = [.. picture.Curves.Take(count)];
        var format = NumberFormat.For(named.Select(curve => curve.Values[^1]), NumberStyle.Measured);
        var values = named.ConvertAll(curve => format.Text(curve.Values[^1]) + CurveEnds.Half(curve, picture.Spread, format, "±"));
        var labels = new CurveLabels(values, []);
        var room = Math.Max(40, most - labels.ValueWidth - Gap);
        return labels with { Names = named.ConvertAll(curve => TextWidth.Fit(curve.Label, Size, room)) };
    }
}
