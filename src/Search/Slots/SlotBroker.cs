using Sweep.Contracts;

namespace Sweep.Search.Slots;

/// <summary>Shares the devices of all nodes between the sweeps that want them: higher priority first, equal shares among equals, what one
/// does not need goes to the others. Nodes and sweeps that give no sign of life for a lease are forgotten. Pure: time comes in as an
/// argument; the state is rebuilt from offers and claims.</summary>
/// <param name="lease">How long an offer or a claim holds.</param>
public sealed partial class SlotBroker(TimeSpan lease)
{
    /// <summary>A sweep that waits this long for room on one device gets a device emptied for it.</summary>
    public static readonly TimeSpan ReservationDelay = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, SweepClaim> claims = new(StringComparer.Ordinal);
    private long arrivals;
    private bool isStale;

    /// <summary>A sweep states what it holds and what it could use.</summary>
    /// <returns>Slots it may hold from now on. A held one that is missing goes back when its trial ends (or is gone with
    /// its node).</returns>
    public IReadOnlyList<SlotGrant> Claim(SlotClaim claim, DateTimeOffset now)
    {
        Expire(now);
        var own = Renew(claim, now);
        if (isStale) FairShares.Divide(claims.Values, Devices);
        isStale = false;
        var answer = new List<SlotGrant>();
        var open = own.Wants.Select(w => w.Count).ToArray();
        Keep(own, open, answer);
        Grant(own, open, answer, now);
        return answer;
    }

    /// <summary>A sweep gives slots back; without any left it is forgotten until it claims again.</summary>
    public void Release(string sweep, IReadOnlyList<SlotName> slots)
    {
        if (!claims.TryGetValue(sweep, out var own)) return;
        foreach (var slot in slots) Drop(own, slot);
        if (own.Held.Count == 0) Forget(own);
    }

    /// <summary>Forgets nodes and sweeps whose lease ran out.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var node in nodes.Values.Where(n => n.Until < now).ToArray()) Remove(node);
        foreach (var gone in claims.Values.Where(c => c.Until < now).ToArray()) Forget(gone);
    }

    private SweepClaim Renew(SlotClaim claim, DateTimeOffset now)
    {
        var own = claims.TryGetValue(claim.Sweep, out var known) ? known : AddClaim(claim.Sweep);
        var named = claim.Held.Select(h => h.Slot).ToHashSet();
        foreach (var slot in own.Held.Keys.Where(slot => !named.Contains(slot)).ToArray()) Drop(own, slot);
        foreach (var grant in claim.Held.Where(g => !own.Held.ContainsKey(g.Slot))) Restore(own, grant);
        var wants = Bounded(claim.Wants, claim.Held.Count);
        if (!own.Wants.SequenceEqual(wants) || own.Priority != claim.Priority)
        {
            (own.Wants, own.Priority, isStale) = (wants, claim.Priority, true);
            (own.Share, own.Kept) = (new SlotCounts(wants.Length), new SlotCounts(wants.Length));
        }

        (own.Until, own.Avoids) = (now + lease, claim.Avoids);
        var waits = own.Held.Count == 0 && own.Wants.Length > 0;
        isStale |= waits != own.WaitingSince.HasValue;
        own.WaitingSince = waits ? own.WaitingSince ?? now : null;
        return own;
    }

    private SweepClaim AddClaim(string sweep)
    {
        var own = new SweepClaim(sweep, arrivals++);
        claims.Add(sweep, own);
        FindOrphans();
        isStale = true;
        return own;
    }

    private void Forget(SweepClaim own)
    {
        foreach (var slot in own.Held.Keys.ToArray()) Drop(own, slot, hasLeft: false);
        CancelReservation(own);
        claims.Remove(own.Sweep);
        FindOrphans();
        isStale = true;
    }

    /// <summary>What it holds is its own word, unless another sweep was given the slot or the room meanwhile.</summary>
    private void Restore(SweepClaim own, SlotGrant grant)
    {
        var need = new SlotNeed { Share = grant.Share, MemoryBytes = grant.MemoryBytes };
        if (Find(grant.Slot) is { } device ? device.Restore(grant.Slot.Index, own.Sweep, need)
            : !claims.Values.Any(c => c.Held.ContainsKey(grant.Slot)))
            own.Held.Add(grant.Slot, grant);
    }

    private void Drop(SweepClaim own, SlotName slot, bool hasLeft = true)
    {
        if (!own.Held.Remove(slot)) return;
        Find(slot)?.Free(slot.Index);
        // Its word is newer than what the node said of the slot.
        if (hasLeft && nodes.TryGetValue(slot.Node, out var node)) node.Busy.Remove(slot);
    }

    /// <summary>Nobody can use more than all there is: so shares stay as they are while a long queue gets shorter.</summary>
    private SlotWant[] Bounded(IReadOnlyList<SlotWant> wants, int held)
    {
        var units = Devices.Sum(d => d.Offer.Units);
        int Most(SlotNeed need) => held + (int)Math.Min(1e6, 1 + Math.Max(Devices.Length, units / need.Share));
        return [.. wants.Where(w => w.Count > 0).Select(w => w.Count <= Most(w.Need) ? w : w with { Count = Most(w.Need) })];
    }
}
