using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Charts;

/// <summary>Draws which attempt ran on which slot, and when.</summary>
internal static class SlotsChart
{
    private const double TallestRow = 28;
    private const double LeastNamed = 12;

    /// <summary>What a key of one line takes above the rows, and the axis below them.</summary>
    private const double Above = 18;

    private const double Below = 40;

    private static readonly (string Name, Ink Ink)[] Meanings =
    [
        ("completed", Ink.Series(0)), ("stopped or paused", Ink.Heat(0.35)), ("running", Ink.Good), ("lost", Ink.Bad),
        ("ended otherwise", Ink.Faint),
    ];

    /// <summary>First to last.</summary>
    private static readonly Ink[] Drawn = [Ink.Faint, Ink.Bad, Ink.Good, Ink.Series(0), Ink.Heat(0.35)];

    /// <summary>The figure gets lower where there are few slots.</summary>
    public static Figure Draw(SlotsPicture picture, FigureSize size)
    {
        var lost = picture.Lost == 0 ? "no attempt was lost" : $"{Numbers.Plural(picture.Lost, "attempt")} lost";
        var subtitle = $"{Numbers.Plural(picture.Slots.Count, "slot")}, idle {Numbers.Percent(picture.Idle)} of the time; {lost}";
        var room = size.Width - (2 * Frame.Edge);
        var names = Math.Min(room * 0.35, picture.Slots.Select(slot => TextWidth.Of(slot.Slot, 11)).DefaultIfEmpty(0).Max());
        var width = room - names - 10 - 60;
        List<(string Name, Ink Ink)> key = [.. Meanings.Where(meaning => picture.Spans.Any(span => InkOf(span) == meaning.Ink))];
        var wanted = Above + Frame.MoreOfKey(width, key) + (Math.Max(1, picture.Slots.Count) * TallestRow) + Below;
        var height = Math.Min(size.Height, Frame.HeightFor(wanted, size.Width, subtitle, picture.Notes));
        var frame = new Frame(size with { Height = height }, $"{picture.Sweep}: attempts on slots over time", subtitle, picture.Notes);
        if (picture.Slots.Count == 0)
        {
            frame.Add(new TextMark("no attempt has started yet", new Dot(frame.Inside.Left, frame.Inside.Top + 20), Ink.Muted));
            return frame.Figure("no attempt has started yet");
        }

        var left = frame.Inside.Left + names + 10;
        var top = frame.Key(new Dot(left, frame.Inside.Top + 10), width, key) + 8;
        var plot = new Box(left, top, width, frame.Inside.Bottom - Below - top);
        var (unit, word) = Unit(picture.Seconds);
        var x = new Scale(AxisScale.Linear, 0, Math.Max(picture.Seconds / unit, 1e-3), plot.Left, plot.Right);
        var row = plot.Height / picture.Slots.Count;
        Rows(frame, picture, plot, row, names);
        Spans(frame, picture, plot, row, span => (x.At(span.From / unit), x.At(span.To / unit)));
        frame.AxisBelow(plot, x, Frame.Level(x), $"{word} since the first start");
        return frame.Figure($"{picture.Slots.Count:N0} slots, idle {Numbers.Percent(picture.Idle)}, {picture.Lost:N0} attempts lost");
    }

    private static (double Seconds, string Word) Unit(double seconds) => seconds switch
    {
        < 180 => (1, "seconds"),
        < 3 * 3600 => (60, "minutes"),
        < 3 * 86400 => (3600, "hours"),
        _ => (86400, "days"),
    };

    private static void Rows(Frame frame, SlotsPicture picture, Box plot, double row, double names)
    {
        frame.Add(new TextMark("idle", new Dot(plot.Right + 12, plot.Top - 8), Ink.Muted, Size: 11));
        var every = Math.Max(1, (int)Math.Ceiling(LeastNamed / row));
        for (var i = 0; i < picture.Slots.Count; i += every)
        {
            var (slot, at) = (picture.Slots[i], plot.Top + ((i + 0.5) * row) + 4);
            var name = TextWidth.Fit(slot.Slot, 11, names);
            frame.Add(new TextMark(name, new Dot(plot.Left - 8, at), Ink.Muted, Size: 11, Anchor: TextAnchor.End));
            frame.Add(new TextMark(Numbers.Percent(slot.Idle), new Dot(plot.Right + 12, at), Ink.Muted, Size: 11));
        }

        var boxes = picture.Slots.Select((_, i) => new Box(plot.Left, plot.Top + (i * row) + (row * 0.12), plot.Width, row * 0.76));
        frame.Add(new BoxesMark([.. boxes], Ink.Grid) { Opacity = 0.7 });
    }

    private static void Spans(Frame frame, SlotsPicture picture, Box plot, double row, Func<SlotSpan, (double From, double To)> place)
    {
        foreach (var kind in picture.Spans.GroupBy(InkOf).OrderBy(kind => Array.IndexOf(Drawn, kind.Key)))
            frame.Add(new BoxesMark([.. kind.Select(BoxOf)], kind.Key) { Opacity = 0.9 });

        Box BoxOf(SlotSpan span)
        {
            var (from, to) = place(span);
            // A hair between two trials, where there is room for one.
            var width = Math.Max(0.6, to - from > 3 ? to - from - 0.8 : to - from);
            return new Box(from, plot.Top + (span.Slot * row) + (row * 0.12), width, row * 0.76);
        }
    }

    private static Ink InkOf(SlotSpan span) => span switch
    {
        { IsLost: true } => Ink.Bad,
        { Outcome: null } => Ink.Good,
        { Outcome: "completed" } => Ink.Series(0),
        { Outcome: "stopped" or "paused" } => Ink.Heat(0.35),
        _ => Ink.Faint,
    };
}
