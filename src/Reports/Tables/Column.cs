using Sweep.Reports.Text;

namespace Sweep.Reports.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Key">Stable name for scripts, in JSON and CSV: snake_case.</param>
/// <param name="Title">Heading for people; null = the column is for scripts only.</param>
/// <param name="Right">True for numbers.</param>
/// <param name="Wraps">True when a narrow terminal may break the cell over lines; other columns stay whole.</param>
public sealed record Column(string Key, string? Title, bool Right = false, bool Wraps = false)
{
    /// <summary>How many digits its numbers deserve.</summary>
    public NumberStyle Style { get; init; }

    /// <summary>True to write a plus before positive numbers.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Key of the column whose notation and decimals it takes, as a spread takes those of its mean;
    /// null = its own numbers decide.</summary>
    public string? Like { get; init; }
}
