using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>Draws the best value so far over the trials that ended.</summary>
internal static class BestChart
{
    private const int Bottom = 40;

    public static Figure Draw(BestPicture picture, FigureSize size)
    {
        var frame = new Frame(size, $"{picture.Sweep}: best {picture.Metric.Name} so far",
            $"line: the best of all trials that have ended; each point is one of {picture.WithValue:N0} trials", picture.Notes);
        if (picture.Steps.Count == 0) return Empty(frame, picture);
        var best = picture.Steps[^1];
        var label = $"#{best.Trial}  {Numbers.Metric(best.Value)}";
        var right = TextWidth.Of(label, 12, isBold: true) + 16;
        var (low, high) = Range(picture);
        var y = Scale.Of(picture.Metric.Scale, low, high, frame.Inside.Bottom - Bottom, frame.Inside.Top, 0.05);
        var ticks = Frame.Upright(y);
        var left = frame.Inside.Left + Frame.Width(ticks) + 10;
        var plot = new Box(left, frame.Inside.Top, frame.Inside.Right - right - left, frame.Inside.Height - Bottom);
        var x = new Scale(AxisScale.Linear, 1, Math.Max(2, picture.Ended), plot.Left, plot.Right);
        frame.AxisLeft(plot, y, ticks);
        frame.AxisBelow(plot, x, Frame.Level(x, isWhole: true), "trials that have ended");
        var clip = new Box(plot.Left - 4, plot.Top - 4, plot.Width + 8, plot.Height + 8);
        frame.Add(new DotsMark([.. picture.Points.Select(point => new Dot(x.At(point.Place), y.At(point.Value)))],
            picture.Points.Count > 500 ? 1.5 : 2.5, Ink.Faint)
        { Opacity = Math.Clamp(300.0 / picture.Points.Count, 0.25, 0.8), Clip = clip });
        frame.Floor(plot, y, picture.Floor);
        frame.Add(LinesMark.Of(Line(picture, x, y, plot), Ink.Series(0)) with { Width = 2, Clip = clip });
        var steps = picture.Steps.Select(step => new Dot(x.At(step.Place), y.At(step.Value)));
        frame.Add(new DotsMark([.. steps], 3.5, Ink.Series(0)) { Clip = clip });
        frame.Add(new TextMark(label, new Dot(plot.Right + 8, y.At(best.Value) + 4), Ink.Series(0), IsBold: true));
        return frame.Figure($"the best of {picture.WithValue:N0} trials is trial {best.Trial} with {Numbers.Metric(best.Value)}");
    }

    private static Figure Empty(Frame frame, BestPicture picture)
    {
        var why = picture.WithValue == 0 ? "no trial has ended with a value yet"
            : $"none of {picture.WithValue:N0} trials with a value can be the best: constraints are broken, or seeds diverged";
        frame.Add(new TextMark(why, new Dot(frame.Inside.Left, frame.Inside.Top + 20), Ink.Muted));
        return frame.Figure(why);
    }

    /// <summary>The line and all points but the worst tenth.</summary>
    private static (double Low, double High) Range(BestPicture picture)
    {
        List<double> values = [.. picture.Points.Concat(picture.Steps).Select(point => point.Value).Order()];
        var cut = values.Count / 10;
        var (low, high) = picture.Maximize ? (values[cut], values[^1]) : (values[0], values[^(cut + 1)]);
        if (picture.Steps.Count > 1)
        {
            // The first few values are often bad: the line leaves the picture there rather than press all else flat.
            var early = picture.Steps[Math.Min(1, picture.Steps.Count - 1)].Value;
            (low, high) = (Math.Min(low, early), Math.Max(high, early));
        }

        var isLog = picture.Metric.Scale == AxisScale.Log;
        var span = isLog ? Math.Log(high / low) : high - low;
        if (picture.Floor is { } floor && floor < low && (!isLog || floor > 0)
            && (isLog ? Math.Log(low / floor) : low - floor) <= span) low = floor;
        return (low, high);
    }

    private static List<Dot> Line(BestPicture picture, Scale x, Scale y, Box plot)
    {
        var points = new List<Dot>();
        foreach (var step in picture.Steps)
        {
            if (points.Count > 0) points.Add(new Dot(x.At(step.Place), points[^1].Y));
            points.Add(new Dot(x.At(step.Place), y.At(step.Value)));
        }

        points.Add(new Dot(plot.Right, points[^1].Y));
        return points;
    }
}
