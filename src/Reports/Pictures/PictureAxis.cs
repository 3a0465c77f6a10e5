namespace Sweep.Reports.Pictures;

/// <summary>An axis of a picture. Its scale comes from the sweep file, never from the values that happened to be drawn.</summary>
/// <param name="Name">What it shows: a parameter, or a metric.</param>
/// <param name="Scale">How values become places.</param>
public sealed record PictureAxis(string Name, AxisScale Scale)
{
    /// <summary>Least value that the file allows or, where it has no bound, that a trial has; null for categories and without
    /// any.</summary>
    public double? Low { get; init; }

    /// <summary>Largest value that the file allows or, where it has no bound, that a trial has; null for categories and without
    /// any.</summary>
    public double? High { get; init; }

    /// <summary>Values of a category axis as people write them, in the order of the sweep file; the place of one is its number
    /// here.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
}

/// <summary>How the values of an axis become places.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally far apart.</summary>
    Linear,

    /// <summary>Equal ratios are equally far apart; every value is above 0.</summary>
    Log,

    /// <summary>Every value has a place of its own.</summary>
    Category,
}
