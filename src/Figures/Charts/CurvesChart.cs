using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Charts;

/// <summary>Draws learning curves: a few in colour with their names beside them, many in grey behind.</summary>
internal static class CurvesChart
{
    /// <summary>Curves that are told apart by colour; where there are more, only the best few are.</summary>
    private const int MostColours = 8;

    private const int BestOfMany = 5;
    private const double LabelLine = 17;

    /// <summary>Share of the width for names.</summary>
    private const double MostLabels = 0.42;

    /// <summary>Share of the range that the floor may add to it and still be drawn.</summary>
    private const double MostFloor = 1;

    public static Figure Draw(CurvesPicture picture, FigureSize size)
    {
        var coloured = picture.Curves.Count <= MostColours ? picture.Curves.Count : BestOfMany;
        var frame = new Frame(size, $"{picture.Sweep}: {picture.Metric.Name} by epoch", Subtitle(picture, coloured), picture.Notes);
        var labels = CurveLabels.Of(picture, coloured, frame.Inside.Width * MostLabels);
        var right = labels.Width + 26;
        var (low, high) = Range(picture, coloured);
        var y = Scale.Of(picture.Metric.Scale, low, high, frame.Inside.Bottom - 40, frame.Inside.Top, 0.04);
        var ticks = Frame.Upright(y);
        var left = frame.Inside.Left + Frame.Width(ticks) + 10;
        var plot = new Box(left, frame.Inside.Top, frame.Inside.Right - right - left, frame.Inside.Height - 40);
        var last = Math.Max(2, Ends(picture).DefaultIfEmpty(1).Max());
        var x = new Scale(AxisScale.Linear, 1, last, plot.Left, plot.Right);
        frame.AxisLeft(plot, y, ticks);
        frame.AxisBelow(plot, x, Frame.Level(x, isWhole: true), "epoch");
        new Drawing(frame, picture, plot, x, y).All(coloured, labels);
        return frame.Figure(string.Join("; ", labels.Texts));
    }

    private static string Subtitle(CurvesPicture picture, int coloured)
    {
        var n = picture.Curves.SelectMany(curve => curve.Counts).DefaultIfEmpty(1);
        var counts = n.Min() == n.Max() ? $"{n.Max():N0}" : $"{n.Min():N0} to {n.Max():N0}";
        var band = picture.Spread switch
        {
            CurveSpread.Deviation => "one standard deviation",
            CurveSpread.Range => "from the least to the largest",
            _ => "95 % interval of the mean",
        };
        var bands = picture.Curves.Any(curve => curve.Low is not null) ? $", band: {band}" : "";
        var best = coloured < picture.Curves.Count ? $"; the best {coloured} in colour" : "";
        var all = picture.Bands is null ? "" : $"; grey: 5 to 95 % and the middle half of {picture.Trials:N0} trials";
        return picture.Grouping switch
        {
            CurveGrouping.Trial => $"each line is a trial{best}{all}",
            CurveGrouping.Configuration =>
                $"mean over {counts} {(n.Max() == 1 ? "seed" : "seeds")} of each configuration{bands}{best}{all}",
            _ => $"mean over the trials of each {picture.By}, {counts} at an epoch{bands}",
        };
    }

    private static IEnumerable<int> Ends(CurvesPicture picture) =>
        picture.Curves.Select(curve => curve.Epochs[^1]).Concat(picture.Bands?.Epochs ?? []);

    /// <summary>Least and largest value that is drawn: all of the coloured curves, and of the others but the worst fiftieth.</summary>
    private static (double Low, double High) Range(CurvesPicture picture, int coloured)
    {
        var isLog = picture.Metric.Scale == AxisScale.Log;
        List<double> main = [.. picture.Curves.Take(coloured).SelectMany(curve => curve.Values).Concat(picture.Bands?.Median ?? [])];
        List<double> others = [.. picture.Curves.Skip(coloured).SelectMany(curve => curve.Values)
            .Concat(picture.Bands?.Low ?? []).Concat(picture.Bands?.High ?? []).Order()];
        if (others.Count > 0)
        {
            var cut = others.Count / 50;
            main.Add(others[picture.Maximize ? cut : 0]);
            main.Add(others[picture.Maximize ? ^1 : ^(cut + 1)]);
        }

        if (main.Count == 0) return (1, 2);
        var (low, high) = CurveEnds.Range(picture, coloured, main.Min(), main.Max());
        var span = Between(low, high);
        // Bands may reach out of the picture: a wide one of three seeds would press all else flat.
        foreach (var edge in picture.Curves.Take(coloured).SelectMany(curve => (curve.Low ?? []).Concat(curve.High ?? [])))
        {
            if (!double.IsFinite(edge) || (isLog && edge <= 0)) continue;
            var beyond = edge < low ? Between(edge, low) : edge > high ? Between(high, edge) : 0;
            if (beyond > 0 && beyond < span * 0.2) (low, high) = (Math.Min(low, edge), Math.Max(high, edge));
        }

        if (picture.Floor is { } floor && (!isLog || floor > 0) && floor < low
            && Between(floor, low) <= span * MostFloor) low = floor;
        return (low, high);

        double Between(double from, double to) => isLog ? Math.Log(to / from) : to - from;
    }

    /// <summary>The curves inside of their axes.</summary>
    private sealed class Drawing(Frame frame, CurvesPicture picture, Box plot, Scale x, Scale y)
    {
        /// <summary>A little room for the width of lines at the edges.</summary>
        private readonly Box clip = new(plot.Left - 3, plot.Top - 3, plot.Width + 6, plot.Height + 6);

        public void All(int coloured, CurveLabels labels)
        {
            if (picture.Bands is { } bands) Behind(bands);
            var others = picture.Curves.Skip(coloured).ToList();
            if (others.Count > 0)
            {
                var opacity = Math.Clamp(12.0 / others.Count, 0.18, 0.6);
                frame.Add(new LinesMark([.. others.Select(Points)], Ink.Faint) { Opacity = opacity, Clip = clip });
            }

            for (var curve = 0; curve < coloured; curve++) Band(picture.Curves[curve], Ink.Series(curve));
            frame.Floor(plot, y, picture.Floor);
            // The best one on top.
            for (var curve = coloured - 1; curve >= 0; curve--) Line(picture.Curves[curve], Ink.Series(curve));
            Names(labels);
        }

        private List<Dot> Points(Curve curve) => [.. curve.Epochs.Select((epoch, i) => new Dot(x.At(epoch), y.At(curve.Values[i])))];

        private void Line(Curve curve, Ink ink)
        {
            var points = Points(curve);
            if (points.Count == 1) frame.Add(new DotsMark(points, 3, ink));
            else frame.Add(LinesMark.Of(points, ink) with { Width = 2, Clip = clip });
        }

        private void Band(Curve curve, Ink ink)
        {
            if (curve is { Low: { } low, High: { } high })
                Between(curve.Epochs, low, high, ink, picture.Curves.Count > 4 ? 0.1 : 0.15);
        }

        private void Behind(CurveBands bands)
        {
            Between(bands.Epochs, bands.Low, bands.High, Ink.Faint, 0.15);
            Between(bands.Epochs, bands.LowerQuartile, bands.UpperQuartile, Ink.Faint, 0.2);
            List<Dot> median = [.. bands.Epochs.Select((epoch, i) => new Dot(x.At(epoch), y.At(bands.Median[i])))];
            frame.Add(LinesMark.Of(median, Ink.Faint) with { Width = 1.5, IsDashed = true, Clip = clip });
        }

        private void Between(int[] epochs, double[] low, double[] high, Ink ink, double opacity)
        {
            int[] known = [.. Enumerable.Range(0, epochs.Length).Where(i => double.IsFinite(low[i]) && double.IsFinite(high[i]))];
            if (known.Length < 2) return;
            // What a logarithmic axis cannot show ends below the picture.
            IEnumerable<Dot> Edge(double[] values) => known.Select(i =>
                new Dot(x.At(epochs[i]), y.At(values[i]) is var at && double.IsFinite(at) ? at : plot.Bottom + 50));
            frame.Add(new AreaMark([.. Edge(high), .. Edge(low).Reverse()], ink) { Opacity = opacity, Clip = clip });
        }

        private void Names(CurveLabels labels)
        {
            var ends = labels.Names.Select((_, i) => y.At(picture.Curves[i].Values[^1])).ToList();
            var places = LabelColumn.Place(ends, LabelLine, plot.Top + 4, plot.Bottom - 2);
            for (var i = 0; i < ends.Count; i++)
            {
                var end = x.At(picture.Curves[i].Epochs[^1]);
                frame.Add(LinesMark.Of([new(end, Math.Clamp(ends[i], plot.Top, plot.Bottom)), new(plot.Right + 16, places[i])],
                    Ink.Series(i)) with
                { Opacity = 0.6 });
                var (left, line) = (plot.Right + 20, places[i] + 4);
                frame.Add(new TextMark(
                    labels.Values[i], new Dot(left + labels.ValueWidth, line), Ink.Series(i), Anchor: TextAnchor.End, IsBold: true));
                frame.Add(new TextMark(labels.Names[i], new Dot(left + labels.ValueWidth + CurveLabels.Gap, line), Ink.Series(i)));
            }
        }
    }
}
