using Sweep.Figures.Marks;
using Sweep.Figures.Scales;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Layout;

/// <summary>How large a figure is, in pixels.</summary>
/// <param name="Width">Width, at least <see cref="LeastWidth"/>.</param>
/// <param name="Height">Height, at least <see cref="LeastHeight"/>.</param>
public sealed record FigureSize(double Width = 860, double Height = 420)
{
    /// <summary>Least width in which every picture can be read.</summary>
    public const int LeastWidth = 480;

    /// <summary>Least height in which every picture can be read, with four lines of notes below it.</summary>
    public const int LeastHeight = 260;
}

/// <summary>What all figures have around their marks: title, explanation, notes and axes.</summary>
internal sealed class Frame
{
    /// <summary>Margin of the paper.</summary>
    public const double Edge = 16;

    /// <summary>Size of the names of axes and ticks.</summary>
    public const double NameSize = 12;

    /// <summary>Room for a name left of a picture.</summary>
    public const double MostName = 120;

    private const double TitleSize = 15;
    private const double NoteSize = 11;
    private const double NoteLine = 15;
    private const int MostNotes = 4;
    private const double KeyLine = 15;
    private const double TickGap = 8;

    private readonly List<Mark> marks = [];
    private readonly FigureSize size;
    private readonly string title;
    private readonly string subtitle;

    /// <summary>Begins with the title and how to read the figure (empty = nothing to say); notes below tell what was left out.</summary>
    public Frame(FigureSize size, string title, string subtitle, IEnumerable<string> notes)
    {
        (this.size, this.title, this.subtitle) = (size, title, subtitle);
        var width = size.Width - (2 * Edge);
        var y = Edge + TitleSize - 2;
        var head = TextWidth.Fit(title, TitleSize, width, isBold: true);
        Add(new TextMark(head, new Dot(Edge, y), Ink.Text, TitleSize, IsBold: true));
        y += 4;
        foreach (var line in TextWidth.Wrap(subtitle, 12, width).Take(2)) Add(new TextMark(line, new Dot(Edge, y += 16), Ink.Muted));
        var below = Below(notes, width);
        var bottom = size.Height - Edge + 4;
        for (var i = 0; i < below.Count; i++)
            Add(new TextMark(below[i], new Dot(Edge, bottom - ((below.Count - 1 - i) * NoteLine)), Ink.Muted, NoteSize));
        Inside = new Box(Edge, y + 14, width, bottom - (below.Count * NoteLine) - 4 - (y + 14));
    }

    /// <summary>What is left for the picture.</summary>
    public Box Inside { get; }

    public void Add(Mark mark) => marks.Add(mark);

    /// <summary>The finished figure.</summary>
    /// <param name="description">What it says to who cannot see it.</param>
    public Figure Figure(string description) => new(size.Width, size.Height, title, description.Length > 0 ? description : subtitle, marks);

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
            if (most <= 2 || scale.Kind == AxisScale.Category || Width(ticks) + 16 <= length / Math.Max(1, ticks.Count)) return ticks;
            most--;
        }
    }

    /// <summary>Width of the widest name of some marks, in pixels.</summary>
    public static double Width(IEnumerable<Tick> ticks) => ticks.Select(tick => TextWidth.Of(tick.Label, NameSize)).DefaultIfEmpty(0).Max();

    /// <summary>Draws grid lines and names of an upright axis to the left of a picture.</summary>
    public void AxisLeft(Box plot, Scale scale, IReadOnlyList<Tick> ticks)
    {
        Add(new LinesMark([.. ticks.Select(tick => Level(plot, scale.At(tick.Value)))], Ink.Grid));
        foreach (var tick in ticks)
        {
            var name = TextWidth.Fit(tick.Label, NameSize, MostName);
            Add(new TextMark(name, new Dot(plot.Left - TickGap, scale.At(tick.Value) + 4), Ink.Muted, Anchor: TextAnchor.End));
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
            Add(new TextMark(text, new Dot(x, plot.Bottom + 19), Ink.Muted, Anchor: TextAnchor.Middle));
        }

        if (name.Length == 0) return;
        var fitted = TextWidth.Fit(name, 12, plot.Width);
        Add(new TextMark(fitted, new Dot(plot.Left + (plot.Width / 2), plot.Bottom + 36), Ink.Text, Anchor: TextAnchor.Middle));
    }

    /// <summary>Height of a figure of this width that leaves so much for its picture.</summary>
    public static double HeightFor(double inside, double width, string subtitle, IEnumerable<string> notes)
    {
        var room = width - (2 * Edge);
        var lines = Math.Min(2, TextWidth.Wrap(subtitle, 12, room).Count);
        return Edge + TitleSize - 2 + 4 + (16 * lines) + 14 + inside + 4 + (Below(notes, room).Count * NoteLine) + Edge - 4;
    }

    /// <summary>Draws what colours mean, in as many rows as it takes.</summary>
    /// <param name="at">Where the first row begins, on its base line.</param>
    /// <param name="width">Width that there is.</param>
    /// <param name="names">The meanings.</param>
    /// <returns>The base line of the last row.</returns>
    public double Key(Dot at, double width, IEnumerable<(string Name, Ink Ink)> names)
    {
        var last = at.Y;
        foreach (var (name, ink, aside, below) in Placed(width, names))
        {
            last = at.Y + below;
            Add(new BoxesMark([new Box(at.X + aside, last - 9, 10, 10)], ink) { Opacity = 0.9 });
            Add(new TextMark(name, new Dot(at.X + aside + 15, last), Ink.Muted, Size: 11));
        }

        return last;
    }

    /// <summary>Pixels that a key takes beyond its first row.</summary>
    /// <inheritdoc cref="Key" />
    public static double MoreOfKey(double width, IEnumerable<(string Name, Ink Ink)> names) =>
        Placed(width, names).Select(meaning => meaning.Below).DefaultIfEmpty(0).Max();

    private static IEnumerable<(string Name, Ink Ink, double Aside, double Below)> Placed(
        double width, IEnumerable<(string Name, Ink Ink)> names)
    {
        var (aside, below) = (0.0, 0.0);
        foreach (var (name, ink) in names)
        {
            var room = 15 + TextWidth.Of(name, 11);
            if (aside > 0 && aside + room > width) (aside, below) = (0, below + KeyLine);
            yield return (name, ink, aside, below);
            aside += room + 18;
        }
    }

    /// <summary>Draws the floor of a metric as a broken line, where there is one and the scale has it.</summary>
    public void Floor(Box plot, Scale y, double? floor)
    {
        if (floor is not { } value || !y.Has(value)) return;
        Add(LinesMark.Of(Level(plot, y.At(value)), Ink.Muted) with { IsDashed = true });
        var at = new Dot(plot.Left + 6, y.At(value) - 6);
        Add(new TextMark($"floor {Numbers.Metric(value)}", at, Ink.Muted, Size: 11, HasHalo: true));
    }

    /// <summary>A level line through a picture.</summary>
    public static IReadOnlyList<Dot> Level(Box plot, double y) => [new(plot.Left, y), new(plot.Right, y)];

    /// <summary>The lines of notes; the last one ends with an ellipsis where there are more.</summary>
    private static List<string> Below(IEnumerable<string> notes, double width)
    {
        List<string> lines = [.. notes.SelectMany(note => TextWidth.Wrap(note, NoteSize, width)).Take(MostNotes + 1)];
        if (lines.Count <= MostNotes) return lines;
        lines.RemoveAt(MostNotes);
        lines[^1] = TextWidth.Fit(lines[^1] + "…", NoteSize, width);
        return lines;
    }

    private static IReadOnlyList<Dot> Notch(Box plot, double x) => [new(x, plot.Bottom), new(x, plot.Bottom + 5)];
}
