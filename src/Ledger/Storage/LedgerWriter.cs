using System.Collections.Concurrent;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Storage;

/// <summary>Changes that a coordinator asks for in one call.</summary>
internal sealed record SweepChanges(string Sweep, long Coordinator, IReadOnlyList<LedgerChange> Changes);

/// <summary>The one writer of a ledger in this process: a thread that takes every call that waits, runs changes of many callers in one
/// transaction (group commit), makes it durable with one flush, and then answers each. A call that is refused learns that alone.</summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private const int MaxBatch = 1024;

    private readonly BlockingCollection<Job> queue = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILedgerSession session;
    private readonly LedgerAddress address;
    private readonly TimeProvider clock;

    public LedgerWriter(ILedgerSession session, LedgerAddress address, TimeProvider clock)
    {
        (this.session, this.address, this.clock) = (session, address, clock);
        new Thread(Work) { IsBackground = true, Name = "ledger writer" }.Start();
    }

    /// <summary>Applies changes; the task ends when they are durable.</summary>
    public Task<IReadOnlyList<bool>> Apply(SweepChanges changes) =>
        Add(writes => writes.Apply(changes), changes);

    /// <summary>Runs other writes, in a transaction of their own; the task ends when they are durable.</summary>
    public Task<T> Write<T>(Func<LedgerWrites, T> work) => Add(work);

    /// <summary>Ends the queued writes, then closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
    }

    private Task<T> Add<T>(Func<LedgerWrites, T> work, SweepChanges? changes = null)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (value, error) = (default(T), (Exception?)null);
        try
        {
            queue.Add(new Job(changes, Run, e => error = e, Answer));
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(ILedger), $"ledger '{address.Display}' is closed");
        }

        return done.Task;

        void Run(LedgerWrites writes)
        {
            error = null;
            try
            {
                value = work(writes);
            }
            catch (Exception e) when (e is CoordinatorFencedException or LedgerException)
            {
                error = e;
            }
        }

        void Answer()
        {
            if (error is null) done.SetResult(value!);
            else done.SetException(error);
        }
    }

    private void Work()
    {
        var batch = new List<Job>(MaxBatch);
        // A call that could not share the last transaction.
        Job? next = null;
        while (next is not null || queue.TryTake(out next, Timeout.Infinite))
        {
            batch.Clear();
            batch.Add(next);
            next = null;
            while (batch[^1].Changes is not null && batch.Count < MaxBatch && next is null && queue.TryTake(out var waiting))
            {
                if (waiting.Changes is null) next = waiting;
                else batch.Add(waiting);
            }

            CommitAll(batch);
            foreach (var job in batch) job.Answer();
        }

        session.Dispose();
        ended.SetResult();
    }

    private void CommitAll(List<Job> batch)
    {
        if (TryCommit(batch) is not { } error) return;
        foreach (var job in batch)
        {
            // The database refused the batch as a whole (a full disk, say): each call learns its own fate.
            var own = batch.Count == 1 || session.IsOutage(error) ? error : TryCommit([job]);
            if (own is not null) job.Fail(own);
        }
    }

    private Exception? TryCommit(List<Job> batch)
    {
        try
        {
            session.Commit(() =>
            {
                var writes = new LedgerWrites(session, address, clock.GetUtcNow());
                writes.Load([.. batch.Where(job => job.Changes is not null).Select(job => job.Changes!)]);
                foreach (var job in batch) job.Run(writes);
                writes.Flush();
            });
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>One caller's write. It may run more than once, until its transaction is durable; only then is the caller told.</summary>
    /// <param name="Changes">What it asks for when it may share a transaction; null when not.</param>
    /// <param name="Run">Runs the writes and keeps what they returned, or why they were refused.</param>
    /// <param name="Fail">Keeps an error in place of a result.</param>
    /// <param name="Answer">Tells the caller what is kept.</param>
    private sealed record Job(SweepChanges? Changes, Action<LedgerWrites> Run, Action<Exception> Fail, Action Answer);
}
