using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Simulation;

namespace Sweep.Reports.Simulations;

/// <summary>A sweep of the ledger as a table that simulated trials are read from.</summary>
public static class RecordedSweep
{
    /// <summary>Trials that do not show what training them to the end would have given: stopped, failed, cancelled, not over yet.</summary>
    public static IReadOnlyList<TrialRow> Unusable(IEnumerable<TrialRow> trials) =>
        [.. trials.Where(trial => trial.Status is not (TrialStatus.Completed or TrialStatus.Diverged))];

    /// <summary>The epochs of the trials that completed or diverged.</summary>
    public static IEnumerable<RecordedEpoch> Epochs(SweepRow sweep, IEnumerable<TrialRow> trials, IEnumerable<EpochRow> epochs)
    {
        var byTrial = epochs.ToLookup(epoch => epoch.Trial);
        foreach (var trial in trials)
        {
            if (trial.Status is not (TrialStatus.Completed or TrialStatus.Diverged)) continue;
            var own = byTrial[trial.Number].OrderBy(epoch => epoch.Epoch).ToList();
            foreach (var epoch in own)
            {
                var loss = epoch.Metrics.TryGetValue(sweep.Metric, out var value) ? sweep.Maximize ? -value : value : double.NaN;
                yield return new RecordedEpoch(trial.Plan.Config, trial.Plan.Replicate, epoch.Epoch, loss, epoch.Seconds);
            }

            // The epoch in which it diverged has no report: it took about as long as the others.
            if (trial.Status == TrialStatus.Diverged)
            {
                yield return new RecordedEpoch(
                    trial.Plan.Config, trial.Plan.Replicate, own.Count + 1, double.NaN,
                    own.Count > 0 ? own.Average(epoch => epoch.Seconds) : 1);
            }
        }
    }
}
