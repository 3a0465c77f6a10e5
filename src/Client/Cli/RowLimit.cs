using Sweep.Client.Rendering;

namespace Sweep.Client.Cli;

/// <summary>How many rows the user wants to see.</summary>
/// <param name="Asked">The number that was asked for; null = none.</param>
/// <param name="All">True when all were asked for.</param>
public sealed record RowLimit(int? Asked = null, bool All = false)
{
    /// <summary>Rows of a table unless more are asked for: what fits a terminal.</summary>
    public const int InTable = 20;

    /// <summary>Rows to show in this form.</summary>
    public int For(OutputFormat format) => Asked ?? (format == OutputFormat.Table && !All ? InTable : int.MaxValue);
}
