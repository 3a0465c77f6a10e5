using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>Draws the metric over two parameters as the means of a grid.</summary>
internal static class ContourChart
{
    private const double Legend = 96;

    public static Figure Draw(ContourPicture picture, FigureSize size)
    {
        var frame = new Frame(size, $"{picture.Sweep}: {picture.Metric.Name} by {picture.X.Name} and {picture.Y.Name}",
            $"mean of the trials in each cell, {picture.Trials:N0} trials in all; empty: no trial; framed: the best cell", picture.Notes);
        var y = Across(picture.Y, picture.YEdges, frame.Inside.Bottom - 44, frame.Inside.Top + 18);
        var ticks = Frame.Upright(y);
        var left = frame.Inside.Left + Math.Min(Frame.MostName, Frame.Width(ticks)) + 10;
        var plot = new Box(left, frame.Inside.Top + 18, frame.Inside.Right - Legend - left, frame.Inside.Height - 62);
        var x = Across(picture.X, picture.XEdges, plot.Left, plot.Right);
        var heat = Heat(picture);
        frame.AxisLeft(plot, y, ticks);
        var upright = TextWidth.Fit(Named(picture.Y), Frame.NameSize, plot.Width);
        frame.Add(new TextMark(upright, new Dot(frame.Inside.Left, plot.Top - 8), Ink.Text));
        Cells(frame, picture, x, y, heat);
        frame.AxisBelow(plot, x, Frame.Level(x), Named(picture.X));
        Key(frame, heat, picture.Maximize, new Box(plot.Right + 24, plot.Top, 14, plot.Height));
        return frame.Figure(Best(picture) is { } best ? $"the best cell has a mean of {Numbers.Metric(picture.Means[best])}" : "");
    }

    private static string Named(PictureAxis axis) => axis.Name + (axis.Scale == AxisScale.Log ? " (log)" : "");

    private static Scale Across(PictureAxis axis, double[] edges, double from, double to) => axis.Scale == AxisScale.Category
        ? Scale.Of(axis, from, to) : new Scale(axis.Scale, edges[0], edges[^1], from, to);

    private static Scale Heat(ContourPicture picture)
    {
        List<double> means = [.. picture.Means.Where(double.IsFinite).Order()];
        if (means.Count == 0) return new Scale(AxisScale.Linear, 0, 1, 0, 1);
        // The worst tenth shares a colour, so that one very bad cell does not make all others alike.
        var cut = means.Count / 10;
        var (low, high) = picture.Maximize ? (means[cut], means[^1]) : (means[0], means[^(cut + 1)]);
        return Scale.Of(picture.Metric.Scale, low, high, 0, 1);
    }

    private static void Cells(Frame frame, ContourPicture picture, Scale x, Scale y, Scale heat)
    {
        var columns = picture.XEdges.Length - 1;
        var cells = Enumerable.Range(0, picture.Means.Length).Where(cell => picture.Counts[cell] > 0)
            .GroupBy(cell => Ink.Heat(picture.Maximize ? heat.Share(picture.Means[cell]) : 1 - heat.Share(picture.Means[cell])));
        foreach (var alike in cells) frame.Add(new BoxesMark([.. alike.Select(BoxOf)], alike.Key));
        if (Best(picture) is not { } best) return;
        var box = BoxOf(best);
        frame.Add(LinesMark.Of(
        [
            new(box.Left, box.Top), new(box.Right, box.Top), new(box.Right, box.Bottom), new(box.Left, box.Bottom),
            new(box.Left, box.Top - 1),
        ], Ink.Series(1)) with
        { Width = 2.5 });

        Box BoxOf(int cell)
        {
            var (column, row) = (cell % columns, cell / columns);
            var (left, top) = (x.At(picture.XEdges[column]), y.At(picture.YEdges[row + 1]));
            return new Box(left + 0.5, top + 0.5, x.At(picture.XEdges[column + 1]) - left - 1, y.At(picture.YEdges[row]) - top - 1);
        }
    }

    private static int? Best(ContourPicture picture)
    {
        var cells = Enumerable.Range(0, picture.Means.Length).Where(cell => picture.Counts[cell] > 0).Cast<int?>();
        return picture.Maximize ? cells.MaxBy(cell => picture.Means[cell!.Value]) : cells.MinBy(cell => picture.Means[cell!.Value]);
    }

    private static void Key(Frame frame, Scale heat, bool maximize, Box box)
    {
        var upright = heat with { From = box.Bottom, To = box.Top };
        var height = box.Height / Ink.Heats.Count;
        for (var step = 0; step < Ink.Heats.Count; step++)
        {
            var ink = Ink.Heats[maximize ? step : Ink.Heats.Count - 1 - step];
            frame.Add(new BoxesMark([new Box(box.Left, box.Bottom - ((step + 1) * height), box.Width, height + 0.3)], ink));
        }

        foreach (var tick in Frame.Upright(upright))
        {
            var at = new Dot(box.Right + 6, upright.At(tick.Value) + 4);
            frame.Add(new TextMark(TextWidth.Fit(tick.Label, 11, 52), at, Ink.Muted, Size: 11));
        }
    }
}
