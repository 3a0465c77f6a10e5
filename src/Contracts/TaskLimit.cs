namespace Sweep.Contracts;

/// <summary>Waits that may be in vain.</summary>
internal static class TaskLimit
{
    /// <summary>Waits for a task, and no longer than the limit.</summary>
    /// <returns>False when the time was over first; the task goes on.</returns>
    public static async Task<bool> EndsWithin(this Task task, TimeSpan limit, TimeProvider clock, CancellationToken cancel = default)
    {
        try
        {
            await task.WaitAsync(limit, clock, cancel).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
