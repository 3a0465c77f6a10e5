using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Layout;

/// <summary>How large a figure is, in pixels.</summary>
/// <param name="Width">Width, at least 200.</param>
/// <param name="Height">Height, at least 120.</param>
public sealed record FigureSize(double Width = 860, double Height = 420);

/// <summary>What all figures have around their marks: title, explanation, notes and axes.</summary>
internal sealed class Frame
{
    /// <summary>Margin of the paper.</summary>
    public const double Edge = 16;

    private const double TitleSize = 15;
    private const double NoteSize = 11;
    private const double NoteLine = 15;
    private const double TickGap = 8;

    private readonly List<Mark> marks = [];
    private readonly FigureSize size;
    private readonly string title;
    private readonly string subtitle;

    /// <param name="size">Size of the figure.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="subtitle">How to read it; empty = nothing to say.</param>
    /// <param name="notes">What was left out.</param>
    public Frame(FigureSize size, string title, string subtitle, IEnumerable<string> notes)
    {
        (this.size, this.title, this.subtitle) = (size, title, subtitle);
        var width = size.Width - (2 * Edge);
        var y = Edge + TitleSize - 2;
        var head = TextWidth.Fit(title, TitleSize, width, isBold: true);
        Add(new TextMark(head, new Dot(Edge, y), Ink.Text) { Size = TitleSize, IsBold = true });
        y += 4;
        foreach (var line in TextWidth.Wrap(subtitle, 12, width).Take(2)) Add(new TextMark(line, new Dot(Edge, y += 16), Ink.Muted));
        List<string> below = [.. notes.SelectMany(note => TextWidth.Wrap(note, NoteSize, width)).Take(4)];
        var bottom = size.Height - Edge + 4;
        for (var i = 0; i < below.Count; i++)
            Add(new TextMark(below[i], new Dot(Edge, bottom - ((below.Count - 1 - i) * NoteLine)), Ink.Muted) { Size = NoteSize });
        Inside = new Box(Edge, y + 14, width, bottom - (below.Count * NoteLine) - 4 - (y + 14));
    }

    /// <summary>What is left for the picture.</summary>
    public Box Inside { get; }

    /// <summary>Draws something on top of what is there.</summary>
    public void Add(Mark mark) => marks.Add(mark);

    /// <summary>The finished figure.</summary>
    /// <param name="description">What it says to who cannot see it.</param>
    public Figure Figure(string description) =>
        new(size.Width, size.Height, title, description.Length > 0 ? description : subtitle, marks);

    /// <summary>Marks of an upright axis as far as they fit.</summary>
    public static IReadOnlyList<Tick> Upright(Scale scale) => Ticks.Of(scale, (int)Math.Max(2, Math.Abs(scale.To - scale.From) / 36));

    /// <summary>Marks of a level axis as far as they fit.</summary>
    public static IReadOnlyList<Tick> Level(Scale scale, bool isWhole = false)
    {
        var (length, most) = (Math.Abs(scale.To - scale.From), 12);
        while (true)
        {
            var ticks = isWhole && scale.Kind == AxisScale.Linear ? Ticks.Linear(scale.Low, scale.High, most, isWhole: true)
                : Ticks.Of(scale, most);
            if (most <= 2 || scale.Kind == AxisScale.Category || Width(ticks, 12) + 16 <= length / Math.Max(1, ticks.Count)) return ticks;
            most--;
        }
    }

    /// <summary>Width of the widest name of some marks, in pixels.</summary>
    public static double Width(IEnumerable<Tick> ticks, double size) =>
        ticks.Select(tick => TextWidth.Of(tick.Label, size)).DefaultIfEmpty(0).Max();

    /// <summary>Draws grid lines and names of an upright axis to the left of a picture.</summary>
    public void AxisLeft(Box plot, Scale scale, IReadOnlyList<Tick> ticks, double most = 120)
    {
        Add(new LinesMark([.. ticks.Select(tick => Level(plot, scale.At(tick.Value)))], Ink.Grid));
        foreach (var tick in ticks)
        {
            var name = TextWidth.Fit(tick.Label, 12, most);
            Add(new TextMark(name, new Dot(plot.Left - TickGap, scale.At(tick.Value) + 4), Ink.Muted) { Anchor = TextAnchor.End });
        }
    }

    /// <summary>Draws a level axis below a picture, and its name.</summary>
    public void AxisBelow(Box plot, Scale scale, IReadOnlyList<Tick> ticks, string name)
    {
        Add(new LinesMark([Level(plot, plot.Bottom), .. ticks.Select(tick => Notch(plot, scale.At(tick.Value)))], Ink.Axis));
        var room = ticks.Count > 1 ? Math.Abs(scale.At(ticks[1].Value) - scale.At(ticks[0].Value)) - 6 : plot.Width;
        foreach (var tick in ticks)
        {
            var text = scale.Kind == AxisScale.Category ? TextWidth.Fit(tick.Label, 12, room) : tick.Label;
            // Names at the ends stay inside of the paper.
            var half = TextWidth.Of(text, 12) / 2;
            var x = Math.Clamp(scale.At(tick.Value), Math.Min(4 + half, size.Width / 2), Math.Max(size.Width - 4 - half, size.Width / 2));
            Add(new TextMark(text, new Dot(x, plot.Bottom + 19), Ink.Muted) { Anchor = TextAnchor.Middle });
        }

        if (name.Length == 0) return;
        var fitted = TextWidth.Fit(name, 12, plot.Width);
        Add(new TextMark(fitted, new Dot(plot.Left + (plot.Width / 2), plot.Bottom + 36), Ink.Text) { Anchor = TextAnchor.Middle });
    }

    /// <summary>Draws what colours mean, in a row.</summary>
    /// <param name="at">Where the row begins, on its base line.</param>
    /// <param name="names">The meanings.</param>
    public void Key(Dot at, IEnumerable<(string Name, Ink Ink)> names)
    {
        foreach (var (name, ink) in names)
        {
            Add(new BoxesMark(new Box(at.X, at.Y - 9, 10, 10), ink) { Opacity = 0.9 });
            Add(new TextMark(name, at with { X = at.X + 15 }, Ink.Muted) { Size = 11 });
            at = at with { X = at.X + 15 + TextWidth.Of(name, 11) + 18 };
        }
    }

    /// <summary>A level line through a picture.</summary>
    public static IReadOnlyList<Dot> Level(Box plot, double y) => [new(plot.Left, y), new(plot.Right, y)];

    private static IReadOnlyList<Dot> Notch(Box plot, double x) => [new(x, plot.Bottom), new(x, plot.Bottom + 5)];
}
