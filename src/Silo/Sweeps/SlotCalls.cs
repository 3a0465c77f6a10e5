using Polly;
using Polly.Retry;
using Sweep.Contracts;
using Sweep.Silo.Placement;

namespace Sweep.Silo.Sweeps;

/// <summary>A coordinator's calls to its slots. A failed one is an unknown outcome, so it is asked again until the slot counts as lost.
/// </summary>
internal sealed class SlotCalls
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);
    private static readonly ResiliencePropertyKey<Failures> OfCall = new("sweep.slot-call");

    // One for all calls: to make one takes longer than a call.
    private readonly ResiliencePipeline pipeline;

    public SlotCalls(TimeProvider clock)
    {
        Clock = clock;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = Pause,
            ShouldHandle = tried => ValueTask.FromResult(
                tried.Outcome.Exception is { } error && tried.Context.Properties.GetValue(OfCall, null!).MayPass(error)),
        }).Build();
    }

    /// <summary>The clock of all pauses between calls.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Repeats until an answer comes.</summary>
    /// <exception cref="SlotLostException">The slot's node is not in the cluster, or gave no answer for too long.</exception>
    public async Task<T> Ask<T>(SlotName slot, Func<Task<T>> call, CancellationToken cancel)
    {
        // Every call is one of the grain's, also after a pause.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancel);
        context.Properties.Set(OfCall, new Failures(slot, Clock));
        try
        {
            return await pipeline.ExecuteAsync(static async (_, call) => await call(), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>How one call has failed so far.</summary>
    private sealed class Failures(SlotName slot, TimeProvider clock)
    {
        private readonly long began = clock.GetTimestamp();
        private int unavailable;
        private bool isUnreached = true;

        /// <summary>True when the call is to be repeated after this error.</summary>
        public bool MayPass(Exception error)
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
