using Sweep.Client.Progress;
using Sweep.Experiments.Contracts;

namespace Sweep.Client.Running;

/// <summary>Follows a sweep to its end and passes on what it sees; the user's interrupt goes the other way.</summary>
/// <param name="sweep">The coordinator.</param>
/// <param name="display">Shows what happens.</param>
/// <param name="views">Turns snapshots into views.</param>
/// <param name="time">The clock.</param>
/// <param name="pause">Least time between two looks, so that a sweep of very short trials is not slowed by being watched.</param>
public sealed class SweepWatch(ISweepGrain sweep, IProgressDisplay display, ProgressViewBuilder views, TimeProvider time, TimeSpan pause)
{
    /// <summary>Completes when nothing more will happen without the user.</summary>
    /// <param name="interrupted">The user wants to stop: running trials save a checkpoint and end.</param>
    /// <returns>The last snapshot.</returns>
    public async Task<SweepProgress> UntilOver(CancellationToken interrupted)
    {
        var began = time.GetTimestamp();
        var notices = new NewNotices();
        Task? interrupting = null;
        var wish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = interrupted.Register(wish.SetResult);
        for (var version = -1L; ;)
        {
            // The wish to stop is passed on, it does not stop the watching: the end must still be seen.
            var look = sweep.Watch(version, CancellationToken.None);
            await Task.WhenAny(look, wish.Task);
            if (interrupting is null && wish.Task.IsCompleted)
            {
                display.Notice("interrupting: running trials save a checkpoint (Ctrl-C again ends at once)");
                interrupting = sweep.Interrupt(CancellationToken.None);
            }
            var progress = await look;
            foreach (var notice in notices.From(progress.Notices)) display.Notice(notice);
            display.Show(progress, views.Build(progress, time.GetElapsedTime(began)));
            if (progress.IsOver)
            {
                if (interrupting is not null) await interrupting;
                return progress;
            }
            version = progress.Version;
            await Task.Delay(pause, time, CancellationToken.None);
        }
    }
}
