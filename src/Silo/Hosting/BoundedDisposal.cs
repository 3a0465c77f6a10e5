namespace Sweep.Silo.Hosting;

/// <summary>Disposes of what may never end doing so.</summary>
/// <remarks>On a machine without a free core, a silo was seen that passes messages between activations that are leaving, for ever, under
/// the lock that its disposal waits for (Orleans 10.4). What it had to give back is given back when it has stopped, before its
/// disposal.</remarks>
internal static class BoundedDisposal
{
    /// <summary>How long a disposal is waited for.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Returns when it is disposed of, or when the limit is over: then the rest is left to the end of the process.</summary>
    /// <param name="owner">Its <see cref="IAsyncDisposable"/> goes before its <see cref="IDisposable"/>; it may block.</param>
    /// <returns>True when it is disposed of.</returns>
    public static async Task<bool> Of(object owner, TimeProvider clock)
    {
        var disposal = Task.Run(() => Dispose(owner));
        try
        {
            await disposal.WaitAsync(Limit, clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!disposal.IsFaulted)
        {
            return disposal.IsCompletedSuccessfully;
        }
    }

    private static async Task Dispose(object owner)
    {
        if (owner is IAsyncDisposable other) await other.DisposeAsync().ConfigureAwait(false);
        else if (owner is IDisposable disposable) disposable.Dispose();
    }
}
