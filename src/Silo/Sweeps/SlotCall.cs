using Sweep.Contracts;
using Sweep.Silo.Placement;

namespace Sweep.Silo.Sweeps;

/// <summary>Calls to a slot, which may be repeated: a failed call is an unknown outcome,
/// so it is asked again until the slot counts as lost.</summary>
internal sealed class SlotCall(SlotName slot, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);

    /// <summary>Repeats until an answer comes.</summary>
    /// <exception cref="SlotLostException">The slot's node is not in the cluster, or gave no answer for too long.</exception>
    public async Task<T> Ask<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        var (began, unavailable, isUnreached) = (clock.GetTimestamp(), 0, true);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                return await call();
            }
            catch (Exception e) when (e is SiloUnavailableException or OrleansException or TimeoutException)
            {
                isUnreached &= SlotPlacementDirector.IsAbsence(e);
                // Twice, because a silo that has just left is told of in the same way as one that never was.
                if (e is SiloUnavailableException && ++unavailable > 1)
                    throw new SlotLostException(e.Message, AttemptOutcome.LostNode, isUnreached: isUnreached);
                if (clock.GetElapsedTime(began) > AnswerLimit)
                    throw new SlotLostException(
                    $"slot {slot} gave no answer for {AnswerLimit.TotalSeconds:0} s: {e.Message}", AttemptOutcome.LostNode);
            }

            await Task.Delay(Pause, clock, cancel);
        }
    }
}
