using Sweep.Contracts;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>What is uploaded when an attempt ends.</summary>
/// <param name="Kinds">Checkpoints, in the order in which they are saved: the last one never lacks its best.</param>
/// <param name="OnlyFurther">False where the attempt's word is the last one, so that its best replaces what is there.</param>
/// <param name="DropsLast">True when nobody will go on from the last checkpoint.</param>
public sealed record UploadPlan(IReadOnlyList<CheckpointKind> Kinds, bool OnlyFurther, bool DropsLast)
{
    private static readonly CheckpointKind[] Both = [CheckpointKind.Best, CheckpointKind.Last];

    /// <summary>While the attempt runs.</summary>
    public static UploadPlan Underway { get; } = new(Both, OnlyFurther: true, DropsLast: false);

    /// <summary>When it ended in this way.</summary>
    public static UploadPlan For(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed or AttemptOutcome.Stopped or AttemptOutcome.Diverged =>
            new([CheckpointKind.Best], OnlyFurther: false, DropsLast: true),
        AttemptOutcome.Cancelled => new([], OnlyFurther: true, DropsLast: true),
        _ => Underway,
    };
}
