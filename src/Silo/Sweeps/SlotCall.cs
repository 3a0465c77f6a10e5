using Polly;
using Polly.Retry;
using Sweep.Contracts;
using Sweep.Silo.Placement;

namespace Sweep.Silo.Sweeps;

/// <summary>Calls to a slot. A failed one is an unknown outcome, so it is asked again until the slot counts as lost.</summary>
internal sealed class SlotCall(SlotName slot, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);

    /// <summary>Repeats until an answer comes.</summary>
    /// <exception cref="SlotLostException">The slot's node is not in the cluster, or gave no answer for too long.</exception>
    public async Task<T> Ask<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        var (began, unavailable, isUnreached) = (clock.GetTimestamp(), 0, true);
        var pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<T>
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = Pause,
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is { } error && MayAnswer(error)),
        }).Build();
        // Every call is one of the grain's, also after a pause.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancel);
        try
        {
            return await pipeline.ExecuteAsync(async _ => await call(), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        bool MayAnswer(Exception error)
        {
            if (error is not (SiloUnavailableException or OrleansException or TimeoutException)) return false;
            isUnreached &= SlotPlacementDirector.IsAbsence(error);
            // Twice, because a silo that has just left is told of in the same way as one that never was.
            if (error is SiloUnavailableException && ++unavailable > 1)
                throw new SlotLostException(error.Message, AttemptOutcome.LostNode, isUnreached: isUnreached);
            if (clock.GetElapsedTime(began) <= AnswerLimit) return true;
            throw new SlotLostException(
                $"slot {slot} gave no answer for {AnswerLimit.TotalSeconds:0} s: {error.Message}", AttemptOutcome.LostNode);
        }
    }
}
