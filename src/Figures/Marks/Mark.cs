namespace Sweep.Figures.Marks;

/// <summary>A place in a figure, in pixels from its upper left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downward.</param>
public readonly record struct Dot(double X, double Y);

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
/// <param name="Ink">Its colour.</param>
public abstract record Mark(Ink Ink)
{
    /// <summary>0 = invisible, 1 (default) = solid.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>What lies outside is not drawn; null (default) = all is.</summary>
    public Box? Clip { get; init; }
}

/// <summary>Lines of one kind.</summary>
/// <param name="Lines">Each through its points.</param>
/// <param name="Ink">Their colour.</param>
public sealed record LinesMark(IReadOnlyList<IReadOnlyList<Dot>> Lines, Ink Ink) : Mark(Ink)
{
    /// <summary>One line.</summary>
    /// <param name="line">Its points.</param>
    /// <param name="ink">Its colour.</param>
    public static LinesMark Of(IReadOnlyList<Dot> line, Ink ink) => new([line], ink);

    /// <summary>In pixels; default 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>True for broken lines.</summary>
    public bool IsDashed { get; init; }
}

/// <summary>A filled area.</summary>
/// <param name="Outline">Around it.</param>
/// <param name="Ink">Its colour.</param>
public sealed record AreaMark(IReadOnlyList<Dot> Outline, Ink Ink) : Mark(Ink);

/// <summary>Filled rectangles of one kind.</summary>
/// <param name="Boxes">The rectangles.</param>
/// <param name="Ink">Their colour.</param>
public sealed record BoxesMark(IReadOnlyList<Box> Boxes, Ink Ink) : Mark(Ink)
{
    /// <param name="box">One rectangle.</param>
    /// <param name="ink">Its colour.</param>
    public BoxesMark(Box box, Ink ink)
        : this([box], ink)
    {
    }
}

/// <summary>Filled circles of one kind.</summary>
/// <param name="Points">Their centres.</param>
/// <param name="Radius">In pixels.</param>
/// <param name="Ink">Their colour.</param>
public sealed record DotsMark(IReadOnlyList<Dot> Points, double Radius, Ink Ink) : Mark(Ink);

/// <summary>A line of text.</summary>
/// <param name="Text">The text; it may come from anybody.</param>
/// <param name="At">Its anchor on the base line.</param>
/// <param name="Ink">Its colour.</param>
public sealed record TextMark(string Text, Dot At, Ink Ink) : Mark(Ink)
{
    /// <summary>Size of the letters in pixels; default 12.</summary>
    public double Size { get; init; } = 12;

    /// <summary>True for strong letters.</summary>
    public bool IsBold { get; init; }

    /// <summary>Which part of it stands at <see cref="At"/>; default its start.</summary>
    public TextAnchor Anchor { get; init; }

    /// <summary>True when the paper shows around the letters, so that they can be read on lines.</summary>
    public bool HasHalo { get; init; }
}

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
