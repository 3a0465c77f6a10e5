using Sweep.Contracts;
using Sweep.Experiments.Specs;

namespace Sweep.Silo.Notes;

/// <summary>Folds what is seen of a sweep into what is worth a note. Pure.</summary>
internal sealed class NoteLog(NotifyRules rules)
{
    private (long Epochs, int Final)? last;
    private TimeSpan since;
    private bool toldStall;

    /// <summary>What is to be told now; null = nothing.</summary>
    /// <param name="now">Since any moment; never falls.</param>
    public NoteKind? Take(SweepProgress progress, TimeSpan now)
    {
        if (progress.IsOver) return Told(End(progress));
        var seen = (progress.EpochsDone, progress.Counts.Where(count => count.Key.IsFinal()).Sum(count => count.Value));
        if (seen != last) (last, since, toldStall) = (seen, now, false);
        if (toldStall || now - since < rules.StalledAfter) return null;
        toldStall = true;
        return Told(NoteKind.Stalled);
    }

    private static NoteKind? End(SweepProgress progress) =>
        progress.Failure is not null ? NoteKind.Failed
        // Its user has paused it, or its node leaves.
        : progress.Counts.Any(count => !count.Key.IsFinal() && count.Value > 0) ? null
        : NoteKind.Finished;

    private NoteKind? Told(NoteKind? kind) => kind is { } one && rules.On.Contains(one) ? kind : null;
}
