using Sweep.Experiments.Contracts;
using Sweep.Silo.Slots;

namespace Sweep.Silo.Tests.Slots;

/// <summary>A sweep whose trials all need the same and take the same time. A slot that it may not keep goes back when its trial ends.</summary>
internal sealed class SimulatedSweep(SlotNeed need, int trialSeconds, int priority = 0, int wanted = 1000)
{
    private readonly Dictionary<SlotGrant, DateTimeOffset> running = [];
    private IReadOnlyList<SlotGrant> mine = [];

    public int Priority => priority;

    /// <summary>Slots that it may hold, as it was told last.</summary>
    public int Held => mine.Count;

    public bool HasBeenServed { get; private set; }

    public void Claim(SlotBroker broker, string name, DateTimeOffset now)
    {
        foreach (var ended in running.Where(r => r.Value <= now).Select(r => r.Key).ToArray()) running.Remove(ended);
        SlotGrant[] held = [.. running.Keys.Union(mine)];
        mine = broker.Claim(new SlotClaim { Sweep = name, Held = held, Wants = [new(need, wanted)], Priority = priority }, now);
        foreach (var grant in mine) running.TryAdd(grant, now + TimeSpan.FromSeconds(trialSeconds));
        HasBeenServed |= mine.Count > 0;
    }
}
