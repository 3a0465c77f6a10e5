using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>Draws the metric over each parameter, one panel for each.</summary>
internal static class SliceChart
{
    private const double NarrowestPanel = 190;
    private const double Gap = 18;
    private const double Bottom = 44;

    /// <summary>Width of the cloud of a category, as a share of its room.</summary>
    private const double Cloud = 0.55;

    /// <summary>The height that is given is that of one row of panels.</summary>
    public static Figure Draw(PointsPicture picture, FigureSize size)
    {
        var columns = (int)Math.Clamp((size.Width - 60) / (NarrowestPanel + Gap), 1, Math.Max(1, picture.Parameters.Count));
        var rows = (int)Math.Ceiling(picture.Parameters.Count / (double)columns);
        // As equal as may be: six are three and three, not five and one.
        columns = (int)Math.Ceiling(picture.Parameters.Count / (double)rows);
        var row = rows == 1 ? size.Height - 90 : Math.Max(160, Math.Min(size.Height - 90, 240));
        var frame = new Frame(size with { Height = 90 + (rows * row) }, $"{picture.Sweep}: {picture.Metric.Name} by parameter",
            $"each point is a trial, {picture.All:N0} in all; ring: the best one; line: mean of a value that was listed", picture.Notes);
        var height = frame.Inside.Height / rows;
        var (low, high) = Range(picture);
        var scale = Scale.Of(picture.Metric.Scale, low, high, 0, 1, 0.06);
        var names = Frame.Width(Frame.Upright(scale with { From = height, To = 0 })) + 10;
        var width = (frame.Inside.Width - names - ((columns - 1) * Gap)) / columns;
        for (var i = 0; i < picture.Parameters.Count; i++)
        {
            var left = frame.Inside.Left + names + (i % columns * (width + Gap));
            var top = frame.Inside.Top + (i / columns * height);
            var plot = new Box(left, top, width, height - Bottom - 6);
            Panel(frame, picture, i, plot, scale with { From = plot.Bottom, To = plot.Top }, hasNames: i % columns == 0);
        }

        return frame.Figure($"the best trial is {picture.Trials[0]} with {Numbers.Metric(picture.Values[0])}");
    }

    /// <summary>All values but the worst twentieth, and that of the best trial.</summary>
    public static (double Low, double High) Range(PointsPicture picture)
    {
        double[] values = [.. picture.Values.Order()];
        var cut = values.Length / 20;
        var (low, high) = picture.Maximize ? (values[cut], values[^1]) : (values[0], values[^(cut + 1)]);
        return (Math.Min(low, picture.Values[0]), Math.Max(high, picture.Values[0]));
    }

    /// <summary>Where a trial stands beside the middle of its category, -0.5 to 0.5: always in the same place.</summary>
    public static double Aside(int trial) => (((uint)trial * 2654435761u) / (double)uint.MaxValue) - 0.5;

    private static void Panel(Frame frame, PointsPicture picture, int parameter, Box plot, Scale y, bool hasNames)
    {
        var axis = picture.Parameters[parameter];
        var x = Scale.Of(axis, plot.Left + 6, plot.Right - 6, axis.Scale == AxisScale.Category ? 0 : 0.02);
        var ticks = Frame.Upright(y);
        if (hasNames) frame.AxisLeft(plot, y, ticks);
        else frame.Add(new LinesMark([.. ticks.Select(tick => Frame.Level(plot, y.At(tick.Value)))], Ink.Grid));
        frame.AxisBelow(plot, x, Shown(Frame.Level(x), x), axis.Name + (axis.Scale == AxisScale.Log ? " (log)" : ""));
        var clip = new Box(plot.Left, plot.Top - 4, plot.Width, plot.Height + 8);
        frame.Add(new DotsMark([.. Enumerable.Range(0, picture.Trials.Length).Reverse().Select(i => At(picture, parameter, i, x, y))],
            picture.Trials.Length > 400 ? 1.5 : 2.5, Ink.Series(0))
        { Opacity = Math.Clamp(200.0 / picture.Trials.Length, 0.2, 0.75), Clip = clip });
        if (axis.Scale == AxisScale.Category) Means(frame, picture, parameter, x, y, clip);
        var best = At(picture, parameter, 0, x, y);
        if (!double.IsFinite(best.X)) return;
        frame.Add(new DotsMark([best], 6, Ink.Series(3)));
        frame.Add(new DotsMark([best], 4, Ink.Paper));
        frame.Add(new DotsMark([best], 2.5, Ink.Series(3)));
    }

    /// <summary>Names of categories as far as they can be read: of many, every second, third, ...</summary>
    private static IReadOnlyList<Tick> Shown(IReadOnlyList<Tick> ticks, Scale x)
    {
        if (x.Kind != AxisScale.Category) return ticks;
        var widest = Math.Min(56, Frame.Width(ticks) + 8);
        var every = Math.Max(1, (int)Math.Ceiling(widest / x.Step));
        return [.. ticks.Where((_, i) => i % every == 0)];
    }

    private static Dot At(PointsPicture picture, int parameter, int point, Scale x, Scale y)
    {
        var aside = x.Kind == AxisScale.Category ? Aside(picture.Trials[point]) * Cloud * Math.Min(x.Step, 60) : 0;
        return new Dot(x.At(picture.Columns[parameter][point]) + aside, y.At(picture.Values[point]));
    }

    private static void Means(Frame frame, PointsPicture picture, int parameter, Scale x, Scale y, Box clip)
    {
        var half = Math.Min(x.Step, 60) * 0.35;
        var lines = picture.Means[parameter].Select((mean, category) => (Place: x.At(category), Mean: y.At(mean)))
            .Where(mean => double.IsFinite(mean.Mean))
            .Select(mean => (IReadOnlyList<Dot>)[new(mean.Place - half, mean.Mean), new(mean.Place + half, mean.Mean)]);
        frame.Add(new LinesMark([.. lines], Ink.Text) { Width = 1.5, Clip = clip });
    }
}
