namespace Sweep.Ledger.Checkpoints;

/// <summary>Which of a trial's two checkpoints.</summary>
public enum CheckpointKind
{
    /// <summary>The one to go on from.</summary>
    Last,

    /// <summary>The one of the best epoch.</summary>
    Best,
}
