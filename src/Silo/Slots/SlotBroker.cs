using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Slots;

/// <summary>
/// Shares the devices of all nodes between the sweeps that want them: higher priority first, equal shares among equals, what one does not need goes
/// to the others. Nodes and sweeps that give no sign of life for a lease are forgotten. Pure: time comes in as an argument; the state is rebuilt
/// from offers and claims.
/// </summary>
/// <param name="lease">How long an offer or a claim holds.</param>
public sealed partial class SlotBroker(TimeSpan lease)
{
    /// <summary>A sweep that waits this long for room on one device gets a device emptied for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Claimant> claimants = new(StringComparer.Ordinal);
    private long arrivals;
    private bool isStale;

    /// <summary>
    /// A sweep states what it holds and what it could use.
    /// </summary>
    /// <returns>Slots it may hold from now on. A held one that is missing goes back when its trial ends (or is gone with its node).</returns>
    public IReadOnlyList<SlotGrant> Claim(SlotClaim claim, DateTimeOffset now)
    {
        Expire(now);
        var me = Renew(claim, now);
        if (isStale) FairShares.Divide(claimants.Values, devices);
        isStale = false;
        var answer = new List<SlotGrant>();
        var open = me.Wants.Select(w => w.Count).ToArray();
        Keep(me, open, answer);
        Grant(me, open, answer, now);
        return answer;
    }

    /// <summary>A sweep gives slots back; without any left it is forgotten until it claims again.</summary>
    public void Release(string sweep, IReadOnlyList<string> slots)
    {
        if (!claimants.TryGetValue(sweep, out var me)) return;
        foreach (var slot in slots) Drop(me, slot);
        if (me.Held.Count == 0) Forget(me);
    }

    /// <summary>Forgets nodes and sweeps whose lease ran out.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var node in nodes.Values.Where(n => n.Until < now).ToArray()) Remove(node);
        foreach (var gone in claimants.Values.Where(c => c.Until < now).ToArray()) Forget(gone);
    }

    private Claimant Renew(SlotClaim claim, DateTimeOffset now)
    {
        var me = claimants.TryGetValue(claim.Sweep, out var known) ? known : Welcome(claim.Sweep);
        var named = claim.Held.Select(h => h.Slot).ToHashSet(StringComparer.Ordinal);
        foreach (var slot in me.Held.Keys.Where(slot => !named.Contains(slot)).ToArray()) Drop(me, slot);
        foreach (var grant in claim.Held.Where(g => !me.Held.ContainsKey(g.Slot))) Believe(me, grant);
        var wants = Bounded(claim.Wants, claim.Held.Count);
        if (!me.Wants.SequenceEqual(wants) || me.Priority != claim.Priority)
        {
            (me.Wants, me.Priority, isStale) = (wants, claim.Priority, true);
            (me.Share, me.Kept) = (new Tally(me.Wants.Count), new Tally(me.Wants.Count));
        }

        (me.Until, me.Avoids) = (now + lease, claim.Avoids);
        var waits = me.Held.Count == 0 && me.Wants.Count > 0;
        isStale |= waits != me.WaitingSince.HasValue;
        me.WaitingSince = waits ? me.WaitingSince ?? now : null;
        return me;
    }

    private Claimant Welcome(string sweep)
    {
        var me = new Claimant(sweep, arrivals++);
        claimants.Add(sweep, me);
        FindStrays();
        isStale = true;
        return me;
    }

    private void Forget(Claimant me)
    {
        foreach (var slot in me.Held.Keys.ToArray()) Drop(me, slot, hasLeft: false);
        CancelReservation(me);
        claimants.Remove(me.Sweep);
        FindStrays();
        isStale = true;
    }

    /// <summary>What it holds is its own word, unless another sweep was given the slot or the room meanwhile.</summary>
    private void Believe(Claimant me, SlotGrant grant)
    {
        var name = SlotName.Parse(grant.Slot);
        var need = new SlotNeed { Share = grant.Share, MemoryBytes = grant.MemoryBytes };
        if (Find(name) is { } device ? device.Restore(name.Index, me.Sweep, need) : !claimants.Values.Any(c => c.Held.ContainsKey(grant.Slot)))
            me.Held.Add(grant.Slot, grant);
    }

    private void Drop(Claimant me, string slot, bool hasLeft = true)
    {
        if (!me.Held.Remove(slot)) return;
        var name = SlotName.Parse(slot);
        Find(name)?.Free(name.Index);
        // Its word is newer than what the node said of the slot.
        if (hasLeft && nodes.TryGetValue(name.Node, out var node)) node.Busy.Remove(slot);
    }

    /// <summary>Nobody can use more than all there is: so shares stay as they are while a long queue gets shorter.</summary>
    private SlotWant[] Bounded(IReadOnlyList<SlotWant> wants, int held)
    {
        int Most(SlotNeed need) => held + (int)Math.Min(1e6, 1 + Math.Max(devices.Length, units / need.Share));
        return [.. wants.Where(w => w.Count > 0).Select(w => w.Count <= Most(w.Need) ? w : w with { Count = Most(w.Need) })];
    }
}
