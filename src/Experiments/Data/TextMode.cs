namespace Sweep.Experiments.Data;

/// <summary>What is kept of a text before it is cut into tokens (<c>text</c> in a sweep file).</summary>
public enum TextMode
{
    /// <summary>The course's rule: the letters A to Z in lower case, one space for every run of anything else.</summary>
    Letters,

    /// <summary>Everything that is written, each scalar in lower case (Unicode's simple mapping).</summary>
    Lower,

    /// <summary>Everything that is written.</summary>
    Raw,
}
