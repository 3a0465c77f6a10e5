using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Sweep.Ledger.Sqlite;

/// <summary>
/// The one writer of a file in this process: a thread that takes every write that waits, runs them in one transaction, makes it durable
/// with one flush, and then answers each caller. A write that throws is undone alone.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private const int MaxBatch = 1024;

    private readonly BlockingCollection<WriteJob> queue = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteConnection connection;
    private readonly string path;
    private readonly int lockTries;
    private readonly Statement begin, commit, rollback, save, undo, release;

    /// <param name="connection">The writing connection; owned from now on.</param>
    /// <param name="path">For messages.</param>
    /// <param name="lockTries">How often to wait for the lock of another program (each for the connection's busy timeout) before giving up.</param>
    public GroupCommitWriter(SqliteConnection connection, string path, int lockTries)
    {
        (this.connection, this.path, this.lockTries) = (connection, path, lockTries);
        begin = new(connection, "BEGIN IMMEDIATE");
        commit = new(connection, "COMMIT");
        rollback = new(connection, "ROLLBACK");
        save = new(connection, "SAVEPOINT job");
        undo = new(connection, "ROLLBACK TO job");
        release = new(connection, "RELEASE job");
        new Thread(Work) { IsBackground = true, Name = "ledger writer" }.Start();
    }

    /// <summary>Runs writes; the task ends when they are durable.</summary>
    public Task<T> Write<T>(Func<T> work)
    {
        var job = new WriteJob<T>(work);
        try
        {
            queue.Add(job);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteLedger), $"ledger '{path}' is closed");
        }

        return job.Done;
    }

    /// <summary>Ends the queued writes, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
    }

    private void Work()
    {
        var batch = new List<WriteJob>(MaxBatch);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaxBatch && queue.TryTake(out var next)) batch.Add(next);
            CommitAll(batch);
            foreach (var job in batch) job.Complete();
        }

        connection.Dispose();
        ended.SetResult();
    }

    private void CommitAll(List<WriteJob> batch)
    {
        if (TryCommit(batch) is not { } error) return;
        if (batch.Count == 1)
        {
            batch[0].Fail(error);
            return;
        }

        // The database refused the batch as a whole (a full disk, say): each write learns its own fate.
        foreach (var job in batch)
        {
            if (TryCommit([job]) is { } own) job.Fail(own);
        }
    }

    private Exception? TryCommit(List<WriteJob> batch)
    {
        try
        {
            Begin();
            foreach (var job in batch) RunAlone(job, alone: batch.Count == 1);
            commit.Run();
            return null;
        }
        catch (Exception e)
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0) TryRollback();
            return e is SqliteException sqlite ? SqliteErrors.Explain(path, sqlite) : e;
        }
    }

    private void RunAlone(WriteJob job, bool alone)
    {
        if (alone)
        {
            job.Run();
            return;
        }

        save.Run();
        try
        {
            job.Run();
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: not SqliteErrors.Constraint })
        {
            undo.Run();
            job.Fail(e is SqliteException sqlite ? SqliteErrors.Explain(path, sqlite) : e);
        }

        release.Run();
    }

    private void Begin()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                begin.Run();
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode is SqliteErrors.Busy or SqliteErrors.Locked && tries < lockTries)
            {
                // SQLite waited its busy timeout already; another program holds a long transaction.
            }
        }
    }

    private void TryRollback()
    {
        try
        {
            rollback.Run();
        }
        catch (SqliteException)
        {
            // The error that led here is the one to report; SQLite has rolled back on its own.
        }
    }
}
