using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Charts;

/// <summary>Draws how many trials reached each rung, and what became of them.</summary>
internal static class RungsChart
{
    private const double TallestRow = 40;
    private const double LeastBar = 60;

    private static readonly (string Name, Ink Ink)[] Meanings =
        [("went on", Ink.Series(0)), ("wait", Ink.Series(1)), ("stopped", Ink.Faint), ("ended there", Ink.Heat(0.35))];

    /// <summary>A funnel for each bracket; the figure gets lower where there are few rungs.</summary>
    public static Figure Draw(RungsPicture picture, FigureSize size)
    {
        var hasBrackets = picture.Rungs.Any(rung => rung.Bracket > 0);
        var height = Math.Min(Math.Max(size.Height, 120 + (picture.Rungs.Count * 14.0)), 110 + (picture.Rungs.Count * TallestRow));
        var frame = new Frame(size with { Height = height }, $"{picture.Sweep}: what {picture.Rule} did at its rungs",
            string.Join("; ", picture.Captions), []);
        string[] names = [.. picture.Rungs.Select(rung => (hasBrackets ? $"bracket {rung.Bracket}, " : "") + $"epoch {rung.Epoch}")];
        string[] texts = [.. picture.Rungs.Select(Words)];
        var left = names.Max(name => TextWidth.Of(name, 12)) + 10;
        var right = Math.Min(texts.Max(text => TextWidth.Of(text, 12)) + 10, frame.Inside.Width - left - LeastBar);
        var from = frame.Inside.Left + left;
        var key = frame.Key(new Dot(from, frame.Inside.Top + 10), frame.Inside.Right - from, Meanings);
        var plot = new Box(from, key + 12, frame.Inside.Width - left - right, frame.Inside.Bottom - key - 12);
        var row = plot.Height / picture.Rungs.Count;
        var x = new Scale(AxisScale.Linear, 0, Math.Max(1, picture.Rungs.Max(rung => rung.Reached)), 0, plot.Width);
        for (var i = 0; i < picture.Rungs.Count; i++)
        {
            var (rung, top) = (picture.Rungs[i], plot.Top + (i * row));
            var middle = top + (row / 2) + 4;
            frame.Add(new TextMark(names[i], new Dot(plot.Left - 10, middle), Ink.Text, Anchor: TextAnchor.End));
            frame.Add(new TextMark(TextWidth.Fit(texts[i], 12, right - 10), new Dot(plot.Right + 10, middle), Ink.Muted));
            Bar(frame, rung, new Box(plot.Left, top + (row * 0.15), plot.Width, row * 0.7), x);
        }

        return frame.Figure(string.Join("; ", names.Zip(texts, (name, text) => $"{name}: {text}")));
    }

    private static string Words(RungCount rung) => rung.Promoted is not { } promoted ? $"{rung.Reached:N0} reached it"
        : $"{rung.Reached:N0} reached it, {promoted:N0} went on" + (rung.Waiting > 0 ? $", {rung.Waiting:N0} wait" : "");

    private static void Bar(Frame frame, RungCount rung, Box box, Scale x)
    {
        var at = box.Left;
        var known = (rung.Promoted ?? 0) + (rung.Stopped ?? 0) + (rung.Waiting ?? 0);
        int[] counts = [rung.Promoted ?? 0, rung.Waiting ?? 0, rung.Stopped ?? 0, Math.Max(0, rung.Reached - known)];
        foreach (var (count, (_, ink)) in counts.Zip(Meanings))
        {
            if (count == 0) continue;
            var width = x.At(count);
            frame.Add(new BoxesMark([new Box(at, box.Top, Math.Max(1, width - 1), box.Height)], ink) { Opacity = 0.9 });
            at += width;
        }
    }
}
