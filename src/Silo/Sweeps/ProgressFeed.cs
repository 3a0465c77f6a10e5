using Sweep.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>Publishes snapshots of a sweep: holds the newest one and lets callers wait for a newer one. Thread-safe.</summary>
internal sealed class ProgressFeed(SweepProgress first)
{
    private readonly Lock gate = new();
    private SweepProgress latest = first;
    private TaskCompletionSource change = New();

    public SweepProgress Latest
    {
        get { lock (gate) return latest; }
    }

    /// <summary>Replaces the snapshot and wakes whoever waits.</summary>
    public void Publish(SweepProgress next)
    {
        lock (gate)
        {
            latest = next;
            change.TrySetResult();
        }
    }

    /// <summary>The snapshot, as soon as it is newer than <paramref name="version"/>, or after <paramref name="wait"/> as it is.</summary>
    public async Task<SweepProgress> Newer(long version, TimeSpan wait, TimeProvider clock, CancellationToken cancel)
    {
        Task changed;
        lock (gate)
        {
            if (latest.Version != version || latest.IsOver) return latest;
            if (change.Task.IsCompleted) change = New();
            changed = change.Task;
        }

        // When nothing changed the caller learns just that.
        await changed.EndsWithin(wait, clock, cancel);
        return Latest;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
