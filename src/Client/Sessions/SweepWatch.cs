using Sweep.Client.Clusters;
using Sweep.Client.Progress;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Reports.Progress;

namespace Sweep.Client.Sessions;

/// <summary>Follows a sweep to its end and passes on what it sees.</summary>
/// <remarks>A lost look (a node is gone, Ctrl-Z, the machine slept) is repeated: what it watches goes on meanwhile.</remarks>
internal sealed class SweepWatch(ISweepSession session, IProgressDisplay display, ProgressViewBuilder views, TimeProvider time)
{
    /// <summary>Looks in a row that a node of this process may leave unanswered; a cluster may come back at any time.</summary>
    private const int MostLost = 20;

    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    private readonly NewNotices notices = new();
    private readonly long began = time.GetTimestamp();
    private string? trouble;
    private int lost;

    /// <summary>Completes when nothing more will happen without the user.</summary>
    /// <param name="interrupted">A sweep that ends with this process is interrupted and watched to its end, any other one is left.</param>
    /// <returns>The last snapshot; null when the sweep was left and goes on.</returns>
    public async Task<SweepProgress?> UntilOver(CancellationToken interrupted)
    {
        Task? interrupting = null;
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = interrupted.Register(stop.SetResult);
        var leave = session.OwnsSweep ? CancellationToken.None : interrupted;
        for (var version = -1L; ;)
        {
            var look = Look(version, leave);
            await Task.WhenAny(look, stop.Task);
            if (interrupting is null && interrupted.IsCancellationRequested)
            {
                if (!session.OwnsSweep) return null;
                display.Notice("interrupting: running trials save a checkpoint (Ctrl-C again ends at once)");
                interrupting = session.Interrupt();
            }

            var seen = await look;
            if (await IsOver(seen))
            {
                if (interrupting is not null) await interrupting;
                return seen ?? new SweepProgress { Counts = new Dictionary<TrialStatus, int>(), IsOver = true };
            }

            if (seen is { Failure: { } failure }) Say($"the coordinator gave up: {failure}; another one takes over");
            else if (seen is not null) trouble = null;
            version = seen?.Version ?? version;
            var pause = Task.Delay(seen is null or { IsOver: true } ? LongPause : session.Pause, time, CancellationToken.None);
            await (interrupting is null ? Task.WhenAny(pause, stop.Task) : pause);
        }
    }

    /// <summary>Shows the state now; null when nobody answered.</summary>
    private async Task<SweepProgress?> Look(long version, CancellationToken leave)
    {
        try
        {
            var seen = await session.Watch(version).WaitAsync(leave);
            lost = 0;
            foreach (var notice in notices.From(seen.Notices)) display.Notice(notice);
            display.Show(seen, views.Build(seen, time.GetElapsedTime(began)));
            return seen;
        }
        catch (Exception e) when ((Retry.IsTransient(e) || e is SweepRefusedException) && (!session.OwnsSweep || lost < MostLost))
        {
            lost++;
            Say(e is SweepRefusedException ? e.Message : $"no node answers now ({e.GetType().Name}); the sweep goes on, watching again");
            return null;
        }
    }

    private async Task<bool> IsOver(SweepProgress? seen)
    {
        try
        {
            return await session.IsOver(seen);
        }
        catch (LedgerException e)
        {
            Say(e.Message);
            return false;
        }
    }

    /// <summary>Says each trouble once.</summary>
    private void Say(string now)
    {
        if (now != trouble) display.Notice(now);
        trouble = now;
    }
}
