namespace Sweep.Figures.Marks;

/// <summary>A place in a figure, in pixels from its upper left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downward.</param>
public readonly record struct Dot(double X, double Y)
{
    /// <summary>False for a place that is nowhere (NaN).</summary>
    internal bool IsKnown => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>An upright rectangle, in pixels.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>Right edge.</summary>
    public double Right => Left + Width;

    /// <summary>Lower edge.</summary>
    public double Bottom => Top + Height;
}

/// <summary>A picture without a format: what is drawn where. SVG, PNG and HTML are made of the same one.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Title">What it shows, in a line.</param>
/// <param name="Description">What it says to who cannot see it.</param>
/// <param name="Marks">What is drawn, in this order.</param>
public sealed record Figure(double Width, double Height, string Title, string Description, IReadOnlyList<Mark> Marks);

/// <summary>One thing that is drawn.</summary>
public abstract record Mark(Ink Ink)
{
    /// <summary>0 = invisible, 1 (default) = solid.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>What lies outside is not drawn; null (default) = all is.</summary>
    public Box? Clip { get; init; }
}

/// <summary>Lines of one kind.</summary>
public sealed record LinesMark(IReadOnlyList<IReadOnlyList<Dot>> Lines, Ink Ink) : Mark(Ink)
{
    /// <summary>In pixels; default 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>True for broken lines.</summary>
    public bool IsDashed { get; init; }

    /// <summary>One line.</summary>
    public static LinesMark Of(IReadOnlyList<Dot> line, Ink ink) => new([line], ink);
}

/// <summary>A filled area.</summary>
public sealed record AreaMark(IReadOnlyList<Dot> Outline, Ink Ink) : Mark(Ink);

/// <summary>Filled rectangles of one kind.</summary>
public sealed record BoxesMark(IReadOnlyList<Box> Boxes, Ink Ink) : Mark(Ink);

/// <summary>Filled circles of one kind.</summary>
/// <param name="Points">Their centres.</param>
/// <param name="Radius">In pixels.</param>
/// <param name="Ink">Their colour.</param>
public sealed record DotsMark(IReadOnlyList<Dot> Points, double Radius, Ink Ink) : Mark(Ink);

/// <summary>A line of text.</summary>
/// <param name="Text">The text; it may come from anybody.</param>
/// <param name="At">Its anchor on the base line.</param>
/// <param name="Ink">Its colour.</param>
/// <param name="Size">Size of the letters in pixels.</param>
/// <param name="Anchor">Which part of it stands at its anchor.</param>
/// <param name="IsBold">True for strong letters.</param>
/// <param name="HasHalo">True when the paper shows around the letters, so that they can be read on lines.</param>
public sealed record TextMark(
    string Text, Dot At, Ink Ink, double Size = 12, TextAnchor Anchor = TextAnchor.Start, bool IsBold = false, bool HasHalo = false)
    : Mark(Ink);

/// <summary>Which part of a text stands at its place.</summary>
public enum TextAnchor
{
    /// <summary>Its first letter.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its last letter.</summary>
    End,
}
