using Sweep.Client.Hosting;
using Sweep.Client.Progress;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.Progress;

namespace Sweep.Client.Running;

/// <summary>Follows a sweep that another process of this machine runs, by what its ledger says.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="path">Its file.</param>
/// <param name="sweep">Name of the sweep.</param>
/// <param name="display">Shows what happens.</param>
/// <param name="views">Turns snapshots into views.</param>
/// <param name="time">The clock.</param>
internal sealed class LedgerWatch(ILedgerReader ledger, string path, string sweep, IProgressDisplay display, ProgressViewBuilder views, TimeProvider time)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    /// <summary>A large ledger takes long to read: no more than this part of the time goes into it.</summary>
    private const int PausePerLook = 9;

    /// <summary>Completes when nothing more will happen without the user.</summary>
    /// <param name="detach">The user has seen enough; the sweep goes on.</param>
    /// <returns>The last snapshot; null when the user detached.</returns>
    public async Task<SweepProgress?> UntilOver(CancellationToken detach)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            // Asked first: what is written before the process lets go of the sweep is seen by the look that follows.
            var isRun = RunningSweeps.Contains(path, sweep);
            var look = time.GetTimestamp();
            var seen = Snapshot(await ledger.ListTrials(sweep), isOver: !isRun);
            display.Show(seen, views.Build(seen, time.GetElapsedTime(began)));
            if (!isRun) return seen;
            try
            {
                await Task.Delay(TimeSpan.FromTicks(Math.Max(LeastPause.Ticks, time.GetElapsedTime(look).Ticks * PausePerLook)), time, detach);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    private static SweepProgress Snapshot(IReadOnlyList<TrialRow> trials, bool isOver) => new()
    {
        Counts = trials.CountBy(t => t.Status).ToDictionary(),
        Running = isOver ? [] : [.. trials.Where(t => t.Status == TrialStatus.Running).Select(Running)],
        EpochsDone = trials.Sum(t => (long)t.EpochsDone),
        Epochs = trials.Sum(t => (long)t.Plan.Epochs),
        IsOver = isOver,
    };

    private static RunningTrial Running(TrialRow row) => new()
    {
        Trial = new TrialRef(row.Sweep, row.Number, row.Attempts),
        Config = row.Plan.Config,
        Slot = row.Slot ?? "",
        EpochsDone = row.EpochsDone,
        Epochs = row.Plan.Epochs,
        Metric = row.Metric,
    };
}
