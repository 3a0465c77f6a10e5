using Sweep.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>What slots tell a new coordinator about its sweep.</summary>
/// <param name="Found">Attempts of the sweep that run on some slot, or ended there without anybody having read it.</param>
/// <param name="Lost">Slots with an attempt, by the ledger's word, whose node is not in the cluster.</param>
internal sealed record SlotSurvey(IReadOnlyList<(SlotName Slot, TrialRef Trial)> Found, IReadOnlyList<SlotName> Lost)
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(5);

    /// <summary>Asks every slot where the sweep may have an attempt, all at once.</summary>
    public static async Task<SlotSurvey> Of(string sweep, CoordinatorParts parts, CancellationToken cancel)
    {
        // The ledger knows best where to ask; the broker may have been lost together with the last coordinator.
        var running = await parts.Ledger.ListRunningSlots(sweep);
        var answers = await Task.WhenAll(
            running.Union(await parts.Broker.ListSlots(cancel)).Select(slot => Ask(slot, sweep, parts, cancel)));
        return new SlotSurvey(
            [.. answers.Where(a => a.Trial is not null).Select(a => (a.Slot, a.Trial!))],
            [.. answers.Where(a => a.IsLost).Select(a => a.Slot)]);
    }

    private static async Task<(SlotName Slot, TrialRef? Trial, bool IsLost)> Ask(
        SlotName slot, string sweep, CoordinatorParts parts, CancellationToken cancel)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                var read = await parts.Worker(slot).ReadEvents(0, TimeSpan.Zero, cancel: cancel).WaitAsync(AskLimit, parts.Clock, cancel);
                var last = read.Current ?? read.Events.Select(e => e.Trial).LastOrDefault();
                return (slot, last?.Sweep == sweep ? last : null, false);
            }
            catch (SiloUnavailableException) when (!isAgain)
            {
                // Perhaps only the way to it went through a silo that has just left.
            }
            catch (SiloUnavailableException)
            {
                return (slot, null, true);
            }
            catch (Exception e) when (e is TimeoutException or OrleansException or ArgumentException)
            {
                // A node that does not answer now, or has no such slot any more, has no say:
                // its attempts count as interrupted and its late rows are refused.
                return (slot, null, false);
            }
        }
    }
}
