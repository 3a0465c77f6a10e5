namespace Sweep.Contracts;

/// <summary>One line of a sweep's log of decisions: what its strategy chose, and what it knew then.</summary>
public sealed record Decision
{
    /// <summary>Number in the sweep, from 1, without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>Number of the last event that the strategy knew; 0 = none.</summary>
    public required long Seen { get; init; }

    /// <summary>What was chosen.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>The trial it is about.</summary>
    public required int Trial { get; init; }

    /// <summary>Trial whose checkpoint a fork begins with; null for other kinds.</summary>
    public int? Parent { get; init; }

    /// <summary>Epochs of that checkpoint; null for other kinds.</summary>
    public int? ParentEpoch { get; init; }

    /// <summary>Why, one sentence for people; null = nothing to tell (drawn by its number).</summary>
    public string? Reason { get; init; }

    /// <summary>The numbers behind it: a JSON object; null = none.</summary>
    public string? Evidence { get; init; }
}

/// <summary>Kinds of <see cref="Decision"/>.</summary>
public enum DecisionKind
{
    /// <summary>A trial is added and starts when it has a slot.</summary>
    Start,

    /// <summary>A trial ends early.</summary>
    Stop,

    /// <summary>A trial gives its slot back after a checkpoint and waits.</summary>
    Pause,

    /// <summary>A paused trial goes on when it has a slot.</summary>
    Resume,

    /// <summary>A trial is added that begins with the checkpoint of another one.</summary>
    Fork,
}

/// <summary>Something that the ledger accepted and a strategy reads.</summary>
public sealed record SweepEvent
{
    /// <summary>Number in the sweep, from 1, without gaps, given in the transaction that accepts it.</summary>
    public required long Number { get; init; }

    /// <summary>What happened.</summary>
    public required SweepEventKind Kind { get; init; }

    /// <summary>The trial it is about; 0 for <see cref="SweepEventKind.Enqueue"/>, which is about none.</summary>
    public required int Trial { get; init; }

    /// <summary>Epoch of a report, from 1; number of configurations added, for <see cref="SweepEventKind.Enqueue"/>; else 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Value of the sweep's metric in a report, or at the end of a trial that was told its value; null = it has none.</summary>
    public double? Value { get; init; }

    /// <summary>Values of the other metrics in a report that count for the sweep's objectives and constraints: a JSON object; null = none
    /// counts, or none is there.</summary>
    public string? Others { get; init; }

    /// <summary>Status of a trial that ended; null for other kinds.</summary>
    public TrialStatus? Status { get; init; }
}

/// <summary>Kinds of <see cref="SweepEvent"/>.</summary>
public enum SweepEventKind
{
    /// <summary>The first accepted report of an epoch of a trial.</summary>
    Report,

    /// <summary>A trial became final.</summary>
    End,

    /// <summary>The user has a trial run again that had ended without a result.</summary>
    Retry,

    /// <summary>The user has added configurations that are to be tried first.</summary>
    Enqueue,
}
