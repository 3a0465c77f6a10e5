namespace Sweep.Ledger.Checkpoints;

/// <summary>A row of the table <c>checkpoint</c>, as <see cref="CheckpointSql.Find"/> reads it.</summary>
internal sealed record CheckpointRow(long Attempt, long Epoch, long Batch, string Sha256, long Bytes, string Upload)
{
    /// <summary>True when the next one may take its place; the statement that replaces it decides by the same rule.</summary>
    public bool YieldsTo(StoredCheckpoint next, bool onlyFurther) =>
        next.Attempt >= Attempt && (!onlyFurther || ((long)next.Epoch, (long)next.Batch).CompareTo((Epoch, Batch)) >= 0);

    /// <summary>What it says.</summary>
    public StoredCheckpoint Of(CheckpointKey key) =>
        new() { Key = key, Attempt = int.CreateSaturating(Attempt), Epoch = int.CreateSaturating(Epoch), Batch = int.CreateSaturating(Batch), Sha256 = Sha256, Bytes = Bytes, Upload = Upload };
}
