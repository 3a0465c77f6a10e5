using Sweep.Contracts;
using Sweep.Search.Slots;

namespace Sweep.Search.Tests.Slots;

/// <summary>A sweep whose trials never run out and all take the same time.
/// A slot that it may not keep goes back when its trial ends.</summary>
/// <param name="needs">What its trials need, most urgent first.</param>
/// <param name="trialSeconds">How long each takes.</param>
/// <param name="claimSeconds">How often it claims.</param>
/// <param name="priority">Its priority.</param>
/// <param name="wanted">Slots that it could use for each need.</param>
internal sealed class SimulatedSweep(
    IReadOnlyList<SlotNeed> needs, int trialSeconds, int claimSeconds = 1, int priority = 0, int wanted = 1000)
{
    private readonly Dictionary<SlotGrant, DateTimeOffset> running = [];
    private IReadOnlyList<SlotGrant> mine = [];

    public int Priority => priority;

    /// <summary>Slots that it may hold, as it was told last.</summary>
    public int Held => mine.Count;

    /// <summary>True when it got a slot for the most urgent of its needs.</summary>
    public bool HasBeenServed { get; private set; }

    public void Claim(SlotBroker broker, string name, DateTimeOffset now)
    {
        if ((now - Offers.Start).TotalSeconds % claimSeconds != 0) return;
        foreach (var ended in running.Where(r => r.Value <= now).Select(r => r.Key).ToArray()) running.Remove(ended);
        SlotGrant[] held = [.. running.Keys.Union(mine)];
        mine = broker.Claim(new SlotClaim
        {
            Sweep = name,
            Held = held,
            Wants = [.. needs.Select(need => new SlotWant(need, wanted))],
            Priority = priority
        }, now);
        foreach (var grant in mine) running.TryAdd(grant, now + TimeSpan.FromSeconds(trialSeconds));
        HasBeenServed |= mine.Any(grant => grant.Share == needs[0].Share && grant.MemoryBytes == needs[0].MemoryBytes);
    }
}
