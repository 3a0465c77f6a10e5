namespace Sweep.Ledger.Checkpoints;

/// <summary>A row of the table <c>checkpoint</c>, as <see cref="CheckpointSql.Find"/> reads it.</summary>
internal sealed record CheckpointRow(long Attempt, long Epoch, long Batch, string Sha256, long Bytes, string Upload)
{
    /// <summary>True when the next one may take its place; the statement that replaces it decides by the same rule.</summary>
    public bool YieldsTo(StoredCheckpoint next, bool onlyFurther) =>
        next.Attempt >= Attempt && (!onlyFurther || ((long)next.Epoch, (long)next.Batch).CompareTo((Epoch, Batch)) >= 0);

    /// <summary>What it says.</summary>
    public StoredCheckpoint Of(CheckpointKey key) =>
        new()
        {
            Key = key,
            Attempt = int.CreateSaturating(Attempt),
            Epoch = int.CreateSaturating(Epoch),
            Batch = int.CreateSaturating(Batch),
            Sha256 = Sha256,
            Bytes = Bytes,
            Upload = Upload
        };
}

/// <summary>Names a checkpoint: a trial has one of each kind.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Trial">Number of the trial, from 0.</param>
/// <param name="Kind">Which of its two.</param>
public sealed record CheckpointKey(string Sweep, int Trial, CheckpointKind Kind)
{
    /// <inheritdoc />
    public override string ToString() => $"{(Kind == CheckpointKind.Last ? "last" : "best")} checkpoint of {Sweep}/{Trial}";
}

/// <summary>Which of a trial's two checkpoints.</summary>
public enum CheckpointKind
{
    /// <summary>The one to go on from.</summary>
    Last,

    /// <summary>The one of the best epoch.</summary>
    Best,
}
