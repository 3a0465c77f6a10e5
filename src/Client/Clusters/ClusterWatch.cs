using Sweep.Client.Progress;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.Progress;

namespace Sweep.Client.Clusters;

/// <summary>Follows a sweep of a cluster, whichever node coordinates it. Nodes may be lost and the database may pause meanwhile; the sweep does not depend on who watches.</summary>
/// <param name="session">The cluster.</param>
/// <param name="sweep">Name of the sweep.</param>
/// <param name="display">Shows what happens.</param>
/// <param name="views">Turns snapshots into views.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterWatch(ClusterSession session, string sweep, IProgressDisplay display, ProgressViewBuilder views, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly NewNotices notices = new();
    private readonly long began = time.GetTimestamp();
    private string? trouble;

    /// <summary>Why the sweep paused by itself; null when it did not, or somebody paused it.</summary>
    public string? Failure { get; private set; }

    /// <summary>Completes when nothing more will happen without the user.</summary>
    /// <param name="detach">The user has seen enough; the sweep goes on.</param>
    /// <returns>The sweep as the ledger holds it then; null when the user detached.</returns>
    public async Task<SweepRow?> UntilOver(CancellationToken detach)
    {
        try
        {
            for (var version = -1L; ;)
            {
                var seen = await Snapshot(version, detach);
                if ((seen is null or { IsOver: true } || seen.Failure is not null) && await Settled() is { } row) return Ended(row, seen);
                if (seen is not null)
                {
                    version = seen.Version;
                    Say(seen.Failure is { } failure ? $"the coordinator gave up: {failure}; another one takes over" : null);
                }

                await Task.Delay(seen is null or { IsOver: true } ? Pause : Look, time, detach);
            }
        }
        catch (OperationCanceledException) when (detach.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<SweepProgress?> Snapshot(long version, CancellationToken detach)
    {
        try
        {
            var seen = await session.Sweep(sweep).Watch(version, CancellationToken.None).WaitAsync(detach);
            foreach (var notice in notices.From(seen.Notices)) display.Notice(notice);
            display.Show(seen, views.Build(seen, time.GetElapsedTime(began)));
            return seen;
        }
        catch (Exception e) when (PatientCalls.IsPassing(e))
        {
            Say($"no node answers now ({e.GetType().Name}); the sweep goes on with those that are left, watching again");
        }
        catch (SweepRefusedException e)
        {
            Say(e.Message);
        }

        return null;
    }

    private SweepRow Ended(SweepRow row, SweepProgress? seen)
    {
        Failure = row.Status == SweepStatus.Interrupted ? seen?.Failure : null;
        return row;
    }

    /// <summary>The sweep when it is over, or paused, by the ledger's word; null while it runs or the ledger does not answer.</summary>
    private async Task<SweepRow?> Settled()
    {
        try
        {
            return await session.Ledger.FindSweep(sweep) is { } row && row.Status != SweepStatus.Running ? row : null;
        }
        catch (LedgerException e)
        {
            Say(e.Message);
            return null;
        }
    }

    /// <summary>Says each trouble once.</summary>
    private void Say(string? now)
    {
        if (now is not null && now != trouble) display.Notice(now);
        trouble = now;
    }
}
