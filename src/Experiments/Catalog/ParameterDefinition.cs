namespace Sweep.Experiments.Catalog;

/// <summary>One parameter that an experiment understands: its kind, range, default and unit, written once.</summary>
/// <remarks>The spec validator checks every value of the search space against this; <c>--help</c> and the documentation print it.</remarks>
public sealed record ParameterDefinition
{
    /// <summary>Key in the sweep file, for example <c>num_steps</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of value.</summary>
    public required ParameterKind Kind { get; init; }

    /// <summary>Words of <see cref="ParameterKind.Choice"/> and <see cref="ParameterKind.ChoiceOrInteger"/>; empty otherwise.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Smallest accepted number, inclusive; null = no lower bound.</summary>
    public double? Min { get; init; }

    /// <summary>Largest accepted number, inclusive; null = no upper bound.</summary>
    public double? Max { get; init; }

    /// <summary>True when <see cref="Min"/> itself is refused (a learning rate must be above 0).</summary>
    public bool MinIsExclusive { get; init; }

    /// <summary>True when <see cref="Max"/> itself is refused (dropout must be below 1).</summary>
    public bool MaxIsExclusive { get; init; }

    /// <summary>True for the path of a file or folder that trials read; in a cluster it must lie within the nodes' data folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>Words that name something built in, and no path, where <see cref="IsPath"/> holds; default none.</summary>
    public IReadOnlyList<string> NoPaths { get; init; } = [];

    /// <summary>The files that a path of this parameter stands for when it names a folder or a pattern (absolute path in, absolute paths
    /// out); null (default) = the path itself.</summary>
    public Func<string, IReadOnlyList<string>>? FilesOf { get; init; }

    /// <summary>Default as it would be written in the sweep file; null = the parameter must be given.</summary>
    public string? Default { get; init; }

    /// <summary>Unit of the value, for example <c>tokens</c>; null when it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Values of another parameter with which this one is read; null (default) = it is always read. Elsewhere a sweep file may
    /// give it, and configurations do not have it, so that it makes no second one of them.</summary>
    public ReadBy? ReadBy { get; init; }

    /// <summary>One sentence of help.</summary>
    public required string Summary { get; init; }

    /// <summary>True for a number within the bounds.</summary>
    internal bool Admits(double number) =>
        !(number < Min) && !(number > Max) && !(MinIsExclusive && number == Min) && !(MaxIsExclusive && number == Max);

    /// <summary>The bounds in words, <c>above 0 and of at most 1</c>; empty when there are none.</summary>
    internal string Bounds(Func<double, string> show) => string.Join(" and ", new[]
    {
        Min is { } min ? (MinIsExclusive ? "above " : "of at least ") + show(min) : null,
        Max is { } max ? (MaxIsExclusive ? "below " : "of at most ") + show(max) : null,
    }.OfType<string>());
}

/// <summary>Says with which values of another parameter a parameter is read.</summary>
/// <param name="Parameter">Name of the other parameter: a choice with a default that is always read.</param>
/// <param name="Words">Its words with which this parameter is read.</param>
public sealed record ReadBy(string Parameter, IReadOnlyList<string> Words);

/// <summary>What values a parameter of an experiment takes.</summary>
public enum ParameterKind
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A finite real number.</summary>
    Real,

    /// <summary>One of a fixed list of words (<see cref="ParameterDefinition.Choices"/>).</summary>
    Choice,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>Free text, such as a path.</summary>
    Text,

    /// <summary>One of <see cref="ParameterDefinition.Choices"/> or a whole number (<c>input: one-hot</c> or <c>input: 64</c>).</summary>
    ChoiceOrInteger,
}
