using Polly;
using Polly.Retry;

namespace Sweep.Silo.Membership;

/// <summary>Repeats a call to a database that fails for a passing reason, for a few seconds. Not longer: Orleans repeats its calls by
/// itself, and a write that waits for minutes would be about a table that has changed since.</summary>
/// <param name="limit">After this time the error is thrown; nodes use 5 seconds.</param>
internal sealed class TransientRetry(TimeProvider clock, TimeSpan limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task<T> Execute<T>(Func<Task<T>> call, Func<Exception, bool> isTransient)
    {
        var begin = clock.GetTimestamp();
        var pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<T>
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            ShouldHandle = tried => ValueTask.FromResult(
                tried.Outcome.Exception is { } error && isTransient(error) && clock.GetElapsedTime(begin) < limit),
        }).Build();
        return await pipeline.ExecuteAsync(async _ => await call().ConfigureAwait(false)).ConfigureAwait(false);
    }
}
