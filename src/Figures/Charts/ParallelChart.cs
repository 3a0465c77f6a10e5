using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>Draws parallel coordinates: an axis for each parameter and one for the metric, a line for each trial.</summary>
internal static class ParallelChart
{
    private const double NarrowestAxis = 84;
    private const double Head = 24;
    private const int Emphasised = 3;

    /// <summary>Pixels from the foot of an axis to where trials are that lack its parameter.</summary>
    private const double Absent = 22;

    /// <summary>Names of the marks that an axis has at most.</summary>
    private const int MostNames = 24;

    /// <summary>Parameters for which there is no room are left out, and the figure says so.</summary>
    public static Figure Draw(PointsPicture picture, FigureSize size)
    {
        var room = Math.Max(1, (int)((size.Width - 120) / NarrowestAxis));
        var count = Math.Min(room, picture.Parameters.Count);
        IEnumerable<string> notes = count < picture.Parameters.Count
            ? [.. picture.Notes, $"without {string.Join(", ", picture.Parameters.Skip(count).Select(axis => axis.Name))}: no room"]
            : picture.Notes;
        var frame = new Frame(size, $"{picture.Sweep}: parameters of good and bad trials",
            $"each line is a trial; the darker, or on dark paper the lighter, the better; the best {Emphasised} are strong", notes);
        var hasAbsent = picture.Columns.Take(count).Any(column => Array.Exists(column, double.IsNaN));
        var below = hasAbsent ? Absent + 10 : 10;
        var inside = frame.Inside;
        var plot = new Box(inside.Left + 40, inside.Top + Head, inside.Width - 40 - 64, inside.Height - Head - below);
        List<Scale> scales = [.. picture.Parameters.Take(count).Select(axis => Scale.Of(axis, plot.Bottom, plot.Top))];
        var (low, high) = SliceChart.Range(picture);
        scales.Add(Scale.Of(picture.Metric.Scale, low, high, plot.Bottom, plot.Top, 0.02));
        double[] places = [.. Enumerable.Range(0, count + 1).Select(i => plot.Left + (plot.Width * i / count))];
        Lines(frame, picture, scales, places, plot);
        for (var i = 0; i <= count; i++)
        {
            var axis = i < count ? picture.Parameters[i] : picture.Metric;
            Axis(frame, scales[i], axis, places[i], plot, plot.Width / count, isLast: i == count);
            if (i == count || !Array.Exists(picture.Columns[i], double.IsNaN)) continue;
            var foot = new Dot(places[i] - 7, plot.Bottom + Absent + 4);
            frame.Add(new TextMark("absent", foot, Ink.Muted, Size: 11, Anchor: TextAnchor.End, HasHalo: true));
        }

        return frame.Figure($"{picture.All:N0} trials; the best is {picture.Trials[0]} with {Numbers.Metric(picture.Values[0])}");
    }

    private static void Lines(Frame frame, PointsPicture picture, List<Scale> scales, double[] places, Box plot)
    {
        var clip = new Box(plot.Left - 6, plot.Top - 6, plot.Width + 12, plot.Height + 12 + Absent);
        var metric = scales[^1];
        var buckets = Enumerable.Range(0, picture.Trials.Length)
            .GroupBy(point => Ink.HeatStep(picture.Maximize ? Share(point) : 1 - Share(point)))
            .OrderBy(bucket => bucket.Key);
        var (width, opacity) = (picture.Trials.Length > 300 ? 0.8 : 1.2, Math.Clamp(120.0 / picture.Trials.Length, 0.25, 0.85));
        foreach (var bucket in buckets)
            frame.Add(new LinesMark([.. bucket.Select(point => Line(picture, point, scales, places))], Ink.Heats[bucket.Key])
            { Width = width, Opacity = opacity, Clip = clip });
        for (var best = Math.Min(Emphasised, picture.Trials.Length) - 1; best >= 0; best--)
            frame.Add(LinesMark.Of(Line(picture, best, scales, places), Ink.Series(1)) with { Width = best == 0 ? 2.5 : 1.5, Clip = clip });

        double Share(int point) => metric.Share(picture.Values[point]);
    }

    private static Dot[] Line(PointsPicture picture, int point, List<Scale> scales, double[] places)
    {
        var dots = new Dot[scales.Count];
        for (var i = 0; i < dots.Length; i++)
        {
            var scale = scales[i];
            var value = i < dots.Length - 1 ? picture.Columns[i][point] : picture.Values[point];
            var aside = scale.Kind == AxisScale.Category
                ? SliceChart.Aside((picture.Trials[point] * 31) + i) * Math.Min(0.5 * scale.Step, 16) : 0;
            dots[i] = new Dot(places[i], double.IsNaN(value) ? scale.From + Absent : scale.At(value) + aside);
        }

        return dots;
    }

    private static void Axis(Frame frame, Scale scale, PictureAxis axis, double x, Box plot, double width, bool isLast)
    {
        frame.Add(LinesMark.Of([new(x, plot.Top), new(x, plot.Bottom)], Ink.Axis) with { Width = 1.5 });
        var name = TextWidth.Fit(axis.Name + (axis.Scale == AxisScale.Log && !isLast ? " (log)" : ""), 12, width - 10, isBold: true);
        var half = TextWidth.Of(name, 12, isBold: true) / 2;
        var at = Math.Clamp(x, Frame.Edge + half, Math.Max(Frame.Edge + half, plot.Right + 64 - half));
        frame.Add(new TextMark(name, new Dot(at, plot.Top - 12), Ink.Text, Anchor: TextAnchor.Middle, IsBold: true));
        var ticks = Frame.Upright(scale);
        var every = Math.Max(1, (int)Math.Ceiling(ticks.Count / Math.Min(MostNames, plot.Height / 14)));
        foreach (var tick in ticks.Where((_, i) => i % every == 0))
        {
            var text = TextWidth.Fit(tick.Label, 11, isLast ? 58 : Math.Min(width * 0.6, 90));
            var (left, anchor) = isLast ? (x + 7, TextAnchor.Start) : (x - 7, TextAnchor.End);
            frame.Add(new TextMark(text, new Dot(left, scale.At(tick.Value) + 4), Ink.Muted, Size: 11, Anchor: anchor, HasHalo: true));
        }
    }
}
