using Sweep.Client.Progress;
using Sweep.Contracts;
using Sweep.Reports.Progress;
using Sweep.Silo.Contracts;

namespace Sweep.Client.Running;

/// <summary>Follows a sweep to its end and passes on what it sees; the user's interrupt goes the other way.</summary>
/// <param name="sweep">The coordinator.</param>
/// <param name="display">Shows what happens.</param>
/// <param name="views">Turns snapshots into views.</param>
/// <param name="time">The clock.</param>
/// <param name="pause">Least time between two looks, so that a sweep of very short trials is not slowed by being watched.</param>
/// <remarks>A look that is lost (the program was stopped with Ctrl-Z, the machine slept, a node is slow) is repeated: what it watches goes on meanwhile.</remarks>
public sealed class SweepWatch(ISweepGrain sweep, IProgressDisplay display, ProgressViewBuilder views, TimeProvider time, TimeSpan pause)
{
    private const int MostLost = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

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
            var look = Look(version);
            await Task.WhenAny(look, wish.Task);
            if (interrupting is null && wish.Task.IsCompleted)
            {
                display.Notice("interrupting: running trials save a checkpoint (Ctrl-C again ends at once)");
                interrupting = Persistently(() => sweep.Interrupt(CancellationToken.None));
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

    private async Task<SweepProgress> Look(long version)
    {
        SweepProgress? seen = null;
        await Persistently(async () => seen = await sweep.Watch(version, CancellationToken.None));
        return seen!;
    }

    private async Task Persistently(Func<Task> call)
    {
        for (var lost = 0; ; lost++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException && lost < MostLost)
            {
                await Task.Delay(Rest, time, CancellationToken.None);
            }
        }
    }
}
