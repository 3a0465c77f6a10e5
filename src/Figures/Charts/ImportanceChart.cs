using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>Draws how much each parameter matters, with bounds.</summary>
internal static class ImportanceChart
{
    private const int Most = 16;
    private const double TallestRow = 34;

    /// <summary>The figure gets lower where there are few parameters.</summary>
    public static Figure Draw(ImportancePicture picture, FigureSize size)
    {
        var shown = picture.Parameters.Take(Most).ToList();
        IEnumerable<string> notes = picture.Parameters.Count <= Most ? picture.Captions.Take(1)
            : [.. picture.Captions.Take(1), $"the first {Most} of {picture.Parameters.Count:N0} parameters"];
        var height = Math.Min(size.Height, 140 + (Math.Max(1, shown.Count) * TallestRow));
        var frame = new Frame(size with { Height = height }, $"{picture.Sweep}: what matters for being among the best",
            picture.CannotTell ?? "bar: share; line: 90 % interval; grey: chance alone may make as much", notes);
        if (shown.Count == 0)
        {
            frame.Add(new TextMark("cannot tell", new Dot(frame.Inside.Left, frame.Inside.Top + 24), Ink.Muted, Size: 14));
            return frame.Figure(string.Join("; ", picture.Answers));
        }

        var names = Math.Min(frame.Inside.Width * 0.35, shown.Max(parameter => TextWidth.Of(parameter.Name, 12)));
        var right = TextWidth.Of("100 %  cannot tell", 12) + 8;
        var (left, width) = (frame.Inside.Left + names + 12, frame.Inside.Width - names - 12 - right);
        var plot = new Box(left, frame.Inside.Top, width, frame.Inside.Height - 24);
        var x = new Scale(AxisScale.Linear, 0, Math.Max(0.05, shown.Max(parameter => Math.Max(parameter.Share, parameter.High))), plot.Left,
            plot.Right);
        var row = plot.Height / shown.Count;
        Grid(frame, plot, x);
        for (var i = 0; i < shown.Count; i++)
        {
            var (parameter, middle, thick) = (shown[i], plot.Top + ((i + 0.5) * row), Math.Min(16, row * 0.55));
            var name = TextWidth.Fit(parameter.Name, 12, names);
            frame.Add(new TextMark(name, new Dot(plot.Left - 10, middle + 4), Ink.Text, Anchor: TextAnchor.End));
            var bar = new Box(plot.Left, middle - (thick / 2), Math.Max(1, x.At(parameter.Share) - plot.Left), thick);
            var (ink, opacity) = parameter.IsClear ? (Ink.Series(0), 0.85) : (Ink.Faint, 0.5);
            frame.Add(new BoxesMark([bar], ink) { Opacity = opacity });
            frame.Add(new LinesMark(
            [
                [new(x.At(parameter.Low), middle), new(x.At(parameter.High), middle)],
                [new(x.At(parameter.Low), middle - 4), new(x.At(parameter.Low), middle + 4)],
                [new(x.At(parameter.High), middle - 4), new(x.At(parameter.High), middle + 4)],
            ], Ink.Text)
            { Width = 1.2 });
            frame.Add(new TextMark($"{Numbers.Percent(parameter.Share)}{(parameter.IsClear ? "" : "  cannot tell")}",
                new Dot(plot.Right + 12, middle + 4), parameter.IsClear ? Ink.Text : Ink.Muted));
        }

        return frame.Figure(string.Join("; ", picture.Answers));
    }

    private static void Grid(Frame frame, Box plot, Scale x)
    {
        var ticks = Ticks.Linear(0, x.High, 6);
        frame.Add(new LinesMark([.. ticks.Select(tick => (IReadOnlyList<Dot>)
            [new Dot(x.At(tick.Value), plot.Top), new Dot(x.At(tick.Value), plot.Bottom)])], Ink.Grid));
        foreach (var tick in ticks)
        {
            var at = new Dot(x.At(tick.Value), plot.Bottom + 16);
            frame.Add(new TextMark(Numbers.Percent(tick.Value), at, Ink.Muted, Size: 11, Anchor: TextAnchor.Middle));
        }
    }
}
