namespace Sweep.Ledger.Sqlite;

/// <summary>One caller's write. It may run more than once, until the transaction that holds it is durable; only then is the caller told.</summary>
internal abstract class WriteJob
{
    /// <summary>Runs the writes and keeps what they returned.</summary>
    public abstract void Run();

    /// <summary>Keeps an error in place of a result.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Tells the caller what is kept.</summary>
    public abstract void Complete();
}

/// <inheritdoc />
internal sealed class WriteJob<T>(Func<T> work) : WriteJob
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;
    private Exception? error;

    public Task<T> Done => done.Task;

    public override void Run()
    {
        error = null;
        value = work();
    }

    public override void Fail(Exception error) => this.error = error;

    public override void Complete()
    {
        if (error is null) done.SetResult(value!);
        else done.SetException(error);
    }
}
