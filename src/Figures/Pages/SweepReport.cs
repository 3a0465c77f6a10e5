using Sweep.Figures.Marks;
using Sweep.Reports.Tables;

namespace Sweep.Figures.Pages;

/// <summary>All that a report of a sweep says, in its order.</summary>
public sealed record SweepReport
{
    /// <summary>Name of the sweep.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for, in its author's words; null = nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>What is known of it, as names and values.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>The parts.</summary>
    public required IReadOnlyList<ReportPart> Parts { get; init; }

    /// <summary>Its file, as it was run.</summary>
    public required string Yaml { get; init; }

    /// <summary>When it was made and by what, for people.</summary>
    public required string Made { get; init; }
}

/// <summary>A part of a report.</summary>
public sealed record ReportPart(string Heading)
{
    /// <summary>A figure; null = none.</summary>
    public Figure? Figure { get; init; }

    /// <summary>What it says.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>Tables below it.</summary>
    public IReadOnlyList<DataTable> Tables { get; init; } = [];

    /// <summary>What a reader must know before believing it.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
