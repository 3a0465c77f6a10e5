using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger;

/// <summary>Which points of learning curves are read.</summary>
public sealed record CurveQuery(string Metric)
{
    /// <summary>Every so many epochs are read, and the first and the last of each trial; 1 (default) = all.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Numbers of the trials; null (default) = all.</summary>
    public IReadOnlyCollection<int>? Trials { get; init; }
}

/// <summary>Which decisions are read.</summary>
public sealed record DecisionQuery
{
    /// <summary>Those with larger numbers; 0 (default) = all.</summary>
    public long After { get; init; }

    /// <summary>So many at most, those with the lowest numbers; default without end.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Those about this trial alone; null (default) = about any.</summary>
    public int? Trial { get; init; }

    /// <summary>Those alone that let a trial begin with another one's checkpoint; default false.</summary>
    public bool OnlyForks { get; init; }
}

/// <summary>One point of a learning curve.</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Value">Value of the metric; finite.</param>
public readonly record struct CurvePoint(int Trial, int Epoch, double Value);

/// <summary>What tells that a trial has moved.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">Its state.</param>
/// <param name="Attempts">Number of its last attempt; 0 = never started.</param>
/// <param name="EpochsDone">Last accepted epoch; 0 = none.</param>
/// <param name="Repeated">Last epoch that its running attempt has reported, where that is not the first; otherwise 0. A newer attempt
/// replaces what older ones reported, which moves nothing else.</param>
public readonly record struct TrialState(int Number, TrialStatus Status, int Attempts, int EpochsDone, int Repeated);

/// <summary>What a ledger took in of a sweep since somebody looked.</summary>
public sealed record SweepMoves
{
    /// <summary>The sweep as it is now.</summary>
    public required SweepRow Sweep { get; init; }

    /// <summary>The trials that moved, and new ones, by number.</summary>
    public required IReadOnlyList<TrialState> States { get; init; }

    /// <summary>All that is known of them, by number; empty at the first look.</summary>
    public IReadOnlyList<TrialRow> Trials { get; init; } = [];

    /// <summary>New points of the sweep's own metric by trial and epoch; all points of the trials in <see cref="Reset"/>.
    /// Empty at the first look.</summary>
    public IReadOnlyList<CurvePoint> Points { get; init; } = [];

    /// <summary>Trials of which older points do not hold any more: a newer attempt replaced epochs, or an end took some away.</summary>
    public IReadOnlyList<int> Reset { get; init; } = [];

    /// <summary>When the newest of the points was accepted, UTC; null without any.</summary>
    public DateTimeOffset? ReportedAt { get; init; }
}

/// <summary>Tells cheaply that nothing was written to a ledger. It holds a connection until it is disposed of; not for several
/// threads.</summary>
/// <param name="version">A number that changes with every write of others; null = the database has none.</param>
/// <param name="owner">Disposed with it; null = nothing is held.</param>
public sealed class LedgerWatch(Func<long?> version, IDisposable? owner) : IDisposable
{
    private long? seen;

    /// <summary>True at the first call, and when something may have been written since the last one.</summary>
    /// <exception cref="LedgerException">The database failed.</exception>
    public bool HasChanged()
    {
        var now = version();
        var changed = now is null || now != seen;
        seen = now;
        return changed;
    }

    /// <inheritdoc />
    public void Dispose() => owner?.Dispose();
}
