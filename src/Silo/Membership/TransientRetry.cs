namespace Sweep.Silo.Membership;

/// <summary>
/// Asks a database again for a short while when it is away for a moment. Not for long: Orleans asks again by itself, with its own pauses, and a write
/// that waits for minutes would be about a table that has changed since.
/// </summary>
/// <param name="clock">Measures the while.</param>
/// <param name="limit">After this the error is the caller's; default of nodes 5 seconds.</param>
internal sealed class Patience(TimeProvider clock, TimeSpan limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task<T> Ask<T>(Func<Task<T>> question, Func<Exception, bool> isTransient)
    {
        var begin = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await question().ConfigureAwait(false);
            }
            catch (Exception e) when (isTransient(e) && clock.GetElapsedTime(begin) + pause < limit)
            {
                await Task.Delay(pause, clock).ConfigureAwait(false);
            }
        }
    }
}
