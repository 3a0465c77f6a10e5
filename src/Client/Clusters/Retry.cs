using Polly;
using Polly.Retry;

namespace Sweep.Client.Clusters;

/// <summary>Repeats what fails for a reason that may pass: a lost node, a database that restarts.</summary>
internal static class Retry
{
    /// <summary>True for failures of the cluster, not of what was asked. A call without an answer may have been done.</summary>
    public static bool IsTransient(Exception e) => e is TimeoutException or OrleansException;

    /// <summary>A pipeline that tries every second until the limit has passed, and then throws what failed last.</summary>
    /// <param name="limit">Counts from this call on.</param>
    /// <param name="isTransient">What is tried again; null = <see cref="IsTransient"/>.</param>
    public static ResiliencePipeline For(
        TimeSpan limit, TimeProvider time, Func<Exception, bool>? isTransient = null, Action<Exception>? onFirst = null)
    {
        var began = time.GetTimestamp();
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromSeconds(1),
            ShouldHandle = tried => ValueTask.FromResult(
                tried.Outcome.Exception is { } e && (isTransient ?? IsTransient)(e) && time.GetElapsedTime(began) < limit),
            OnRetry = tried =>
            {
                if (tried.AttemptNumber == 0) onFirst?.Invoke(tried.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }
}
