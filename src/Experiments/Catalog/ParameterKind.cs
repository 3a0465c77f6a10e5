namespace Sweep.Experiments.Catalog;

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

    /// <summary>Either one of <see cref="ParameterDefinition.Choices"/> or a whole number (<c>input: one-hot</c> or <c>input: 64</c>).</summary>
    ChoiceOrInteger,
}
