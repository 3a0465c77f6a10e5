using System.Diagnostics;
using System.Threading.Channels;
using Npgsql;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>
/// The one writer of a process: it takes every change that waits, applies them in one transaction and then answers each caller. What passes by
/// itself (a restart of the server, a lost connection, another transaction in the way) is tried again until the patience ends.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MaxBatch = 1024;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Channel<PostgresJob> queue = Channel.CreateUnbounded<PostgresJob>();
    private readonly PostgresAddress address;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly WriterSession session;
    private readonly Task working;
    private Stopwatch? outage;
    private long number;

    /// <param name="address">For messages.</param>
    /// <param name="session">Owned from now on.</param>
    /// <param name="clock">Gives the times of rows.</param>
    /// <param name="patience">How long an outage may last before callers hear of it.</param>
    public PostgresWriter(PostgresAddress address, WriterSession session, TimeProvider clock, TimeSpan patience)
    {
        (this.address, this.session, this.clock, this.patience) = (address, session, clock, patience);
        working = Task.Run(Work);
    }

    /// <summary>Queues a write; the task ends when it is durable.</summary>
    public Task<T> Write<T>(PostgresJob<T> job) => queue.Writer.TryWrite(job)
        ? job.Done
        : throw new ObjectDisposedException(nameof(PostgresLedger), $"ledger '{address.Display}' is closed");

    /// <summary>Ends the queued writes, then closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await working;
    }

    private async Task Work()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            while (queue.Reader.TryRead(out var first))
            {
                List<PostgresJob> batch = [first];
                while (first is ApplyJob && batch.Count < MaxBatch && queue.Reader.TryPeek(out var next) && next is ApplyJob && queue.Reader.TryRead(out next)) batch.Add(next);
                await CommitAll(batch);
                foreach (var job in batch) job.Complete();
            }
        }

        await session.DisposeAsync();
    }

    private async Task CommitAll(List<PostgresJob> batch)
    {
        if (await TryCommit(batch) is not { } error) return;
        if (batch.Count == 1 || PostgresErrors.IsTransient(error.InnerException ?? error))
        {
            foreach (var job in batch) job.Fail(error);
            return;
        }

        // The database refused the batch as a whole: each write learns its own fate.
        foreach (var job in batch)
        {
            if (await TryCommit([job]) is { } own) job.Fail(own);
        }
    }

    /// <summary>Commits a batch, for certain and once; returns why not.</summary>
    private async Task<Exception?> TryCommit(List<PostgresJob> batch)
    {
        number++;
        var inDoubt = false;
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                var connection = await session.Open();
                if (!inDoubt || await session.LastMark() != number)
                {
                    inDoubt = false;
                    await using var transaction = await connection.BeginTransactionAsync();
                    await session.Mark(number);
                    await Run(connection, batch);
                    inDoubt = true;
                    await transaction.CommitAsync();
                }

                outage = null;
                return null;
            }
            catch (Exception e)
            {
                // On a connection that broke between two commands the driver refuses the next one as a misuse; it is the same loss.
                var passes = PostgresErrors.IsTransient(e) || (e is InvalidOperationException && !session.IsOpen);
                await session.Drop();
                if (e is CoordinatorFencedException or ArgumentException or LedgerException)
                {
                    // The database answered: the next outage has its own patience.
                    outage = null;
                    return e;
                }

                if (!passes || IsPatienceOver()) return PostgresErrors.Explain(address, e, "resume the sweep");
                await Task.Delay(wait);
            }
        }
    }

    private async Task Run(NpgsqlConnection connection, List<PostgresJob> batch)
    {
        if (batch[0] is not ISingleJob single)
        {
            await new ApplyTransaction(connection, address, UtcText.From(clock.GetUtcNow())).Run([.. batch.Cast<ApplyJob>()]);
            return;
        }

        batch[0].Fail(null);
        await single.Run(connection);
    }

    private bool IsPatienceOver() => (outage ??= Stopwatch.StartNew()).Elapsed > patience;
}
