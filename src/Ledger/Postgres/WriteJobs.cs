using Npgsql;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Postgres;

/// <summary>One caller's write. It may run more than once, until the transaction that holds it is durable; only then is the caller told.</summary>
internal abstract class PostgresJob
{
    /// <summary>Keeps an error in place of a result; null forgets it.</summary>
    public abstract void Fail(Exception? error);

    /// <summary>Tells the caller what is kept.</summary>
    public abstract void Complete();
}

/// <summary>A write whose result is a <typeparamref name="T"/>.</summary>
internal abstract class PostgresJob<T> : PostgresJob
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? error;

    public Task<T> Done => done.Task;

    protected T? Value { get; set; }

    public override void Fail(Exception? error) => this.error = error;

    public override void Complete()
    {
        if (error is null) done.SetResult(Value!);
        else done.SetException(error);
    }
}

/// <summary>A write in a transaction of its own.</summary>
internal sealed class SingleJob<T>(Func<NpgsqlConnection, Task<T>> work) : PostgresJob<T>, ISingleJob
{
    public async Task Run(NpgsqlConnection connection) => Value = await work(connection);
}

/// <inheritdoc cref="SingleJob{T}" />
internal interface ISingleJob
{
    /// <summary>Runs the writes and keeps what they returned.</summary>
    Task Run(NpgsqlConnection connection);
}

/// <summary>Changes of trials; many such writes share a transaction.</summary>
internal sealed class ApplyJob(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes) : PostgresJob<IReadOnlyList<bool>>
{
    public string Sweep { get; } = sweep;

    public long Coordinator { get; } = coordinator;

    public IReadOnlyList<LedgerChange> Changes { get; } = changes;

    public void Accept(IReadOnlyList<bool> accepted) => Value = accepted;
}
