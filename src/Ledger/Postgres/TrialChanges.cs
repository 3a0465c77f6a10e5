using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Decides which changes hold, and what they make of a trial. The rules are those that the SQLite store states in SQL.</summary>
internal static class TrialChanges
{
    /// <summary>What is wrong with the change itself, whatever the ledger holds; null when nothing is.</summary>
    public static ArgumentException? Mistake(LedgerChange change) => change switch
    {
        AttemptFinished { Next: TrialStatus.Running } finished => new($"{finished.Trial} ended, so its trial cannot be running afterwards", nameof(change)),
        AttemptStarted or EpochReported or AttemptFinished or PlannedTrialCancelled => null,
        _ => new($"the ledger does not know the change {change.GetType().Name}", nameof(change)),
    };

    /// <summary>Whether the trial's older reports must be known to decide the change: they may be replaced, or be beyond the end.</summary>
    public static bool NeedsHistory(LedgerChange change, int epochsDone) => change switch
    {
        EpochReported reported => reported.Report.Epoch <= epochsDone,
        AttemptStarted or AttemptFinished => change.Trial.Attempt > 1,
        _ => false,
    };

    /// <summary>Applies one change if it holds.</summary>
    public static bool Apply(TrialDraft trial, LedgerChange change, string now) => change switch
    {
        AttemptStarted started => Start(trial, started),
        EpochReported reported => Accept(trial, reported),
        AttemptFinished finished => Finish(trial, finished, now),
        PlannedTrialCancelled cancelled => Cancel(trial, cancelled, now),
        _ => throw Mistake(change)!,
    };

    private static bool Start(TrialDraft trial, AttemptStarted change)
    {
        if (trial.Status != TrialStatus.Planned || trial.Attempts != change.Trial.Attempt - 1) return false;
        (trial.Status, trial.Attempts, trial.StartsOn, trial.Reason, trial.Waits) = (TrialStatus.Running, change.Trial.Attempt, change.Slot.Text, null, true);
        return true;
    }

    private static bool Accept(TrialDraft trial, EpochReported change)
    {
        var (report, attempt) = (change.Report, change.Trial.Attempt);
        if (report.Epoch < 1 || !Runs(trial, attempt)) return false;
        var replaces = trial.Epochs.TryGetValue(report.Epoch, out var there);
        if (replaces && there.Attempt >= attempt) return true;
        var metric = MetricsJson.Finite(report.Metrics, trial.Sweep.Metric);
        trial.Epochs[report.Epoch] = (attempt, metric);
        trial.Reports[report.Epoch] = report;
        trial.Waits = true;
        if (replaces) Recompute(trial);
        else Advance(trial, report.Epoch, metric);
        return true;
    }

    private static bool Finish(TrialDraft trial, AttemptFinished change, string now)
    {
        var (reference, ended, next) = change;
        if (!Runs(trial, reference.Attempt)) return false;
        if (next is TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Diverged) KeepUpToLastOf(trial, reference.Attempt);
        (trial.Status, trial.Ended, trial.Waits) = (next, ended, true);
        (trial.EndedAt, trial.Reason) = (next.IsFinal() ? now : null, next == TrialStatus.Completed ? null : ended.Reason);
        if (change.IsCounted) trial.Failures++;
        if (next == TrialStatus.Diverged) (trial.Metric, trial.BestEpoch) = (null, null);
        return true;
    }

    private static bool Cancel(TrialDraft trial, PlannedTrialCancelled change, string now)
    {
        if (trial.Status != TrialStatus.Planned) return false;
        (trial.Status, trial.EndedAt, trial.Reason, trial.Waits) = (TrialStatus.Cancelled, now, change.Reason, true);
        return true;
    }

    private static bool Runs(TrialDraft trial, int attempt) => trial.Status == TrialStatus.Running && trial.Attempts == attempt;

    /// <summary>Drops what older attempts reported beyond the last epoch of the attempt that ended the trial.</summary>
    private static void KeepUpToLastOf(TrialDraft trial, int attempt)
    {
        // A first attempt has no older ones.
        if (attempt == 1) return;
        var own = trial.Epochs.Where(epoch => epoch.Value.Attempt == attempt).Select(epoch => epoch.Key).DefaultIfEmpty().Max();
        if (own == 0 || own >= trial.EpochsDone) return;
        foreach (var epoch in trial.Epochs.Keys.Where(epoch => epoch > own).ToList()) trial.Epochs.Remove(epoch);
        trial.KeepUpTo = own;
        Recompute(trial);
    }

    private static void Advance(TrialDraft trial, int epoch, double? metric)
    {
        trial.EpochsDone = Math.Max(trial.EpochsDone, epoch);
        if (metric is not { } value) return;
        if (trial.Metric is { } best && !Better(trial.Sweep, value, best) && !(value == best && epoch < trial.BestEpoch)) return;
        (trial.Metric, trial.BestEpoch) = (value, epoch);
    }

    private static void Recompute(TrialDraft trial)
    {
        (trial.Metric, trial.BestEpoch, trial.EpochsDone) = (null, null, 0);
        foreach (var (epoch, (_, metric)) in trial.Epochs) Advance(trial, epoch, metric);
    }

    private static bool Better(SweepKey sweep, double value, double best) => sweep.Maximize ? value > best : value < best;
}
