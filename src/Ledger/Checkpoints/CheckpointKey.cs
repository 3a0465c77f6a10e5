namespace Sweep.Ledger.Checkpoints;

/// <summary>Names a checkpoint: a trial has one of each kind.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Trial">Number of the trial, from 0.</param>
/// <param name="Kind">Which of its two.</param>
public sealed record CheckpointKey(string Sweep, int Trial, CheckpointKind Kind)
{
    /// <inheritdoc />
    public override string ToString() => $"{(Kind == CheckpointKind.Last ? "last" : "best")} checkpoint of {Sweep}/{Trial}";
}
