using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;
using Sweep.Search.Spaces;

namespace Sweep.Page.Sources;

/// <summary>What a sweep file says that a page shows.</summary>
public sealed record SweepFileFacts
{
    /// <summary>Why the file can no longer be read; null = it can. Then nothing else is known.</summary>
    public string? Problem { get; init; }

    /// <summary>How configurations are chosen: <c>grid</c>; null when unknown.</summary>
    public string? Method { get; init; }

    /// <summary>Name of the early-stopping rule; null when there is none.</summary>
    public string? Rule { get; init; }

    /// <summary>True when a configuration begins with one seed and earns the others.</summary>
    public bool Races { get; init; }

    /// <summary>True when trained models can write.</summary>
    public bool WritesText { get; init; }

    /// <summary>What there is to choose from, by which axes are scaled; null when unknown.</summary>
    public SearchSpace? Space { get; init; }

    /// <summary>Reads what the early-stopping rule has done; null when there is no rule.</summary>
    public Func<ILedgerView, EarlyStops>? Stops { get; init; }
}
