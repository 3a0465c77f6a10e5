namespace Sweep.Silo.Slots;

/// <summary>
/// Shares the slots of all nodes between the sweeps that want them: equal shares, what one does not need goes to the others. Nodes and sweeps that
/// give no sign of life for a lease are forgotten. Pure: time comes in as an argument; the state is rebuilt from offers and claims.
/// </summary>
/// <param name="lease">How long an offer or a claim holds.</param>
public sealed class SlotBroker(TimeSpan lease)
{
    private readonly SortedDictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly List<Claimant> claimants = [];

    /// <summary>Every offered slot, node by node in the node's own order.</summary>
    public IReadOnlyList<string> Slots => [.. nodes.Values.SelectMany(n => n.Slots)];

    /// <summary>A node says which slots it has. Another incarnation of the same node replaces the older one.</summary>
    public void Offer(string node, string incarnation, IReadOnlyList<string> slots, DateTimeOffset now) =>
        nodes[node] = new Node(incarnation, slots, now + lease);

    /// <summary>A node leaves; an older incarnation's word is ignored.</summary>
    public void Withdraw(string node, string incarnation)
    {
        if (nodes.TryGetValue(node, out var known) && known.Incarnation == incarnation) nodes.Remove(node);
    }

    /// <summary>
    /// A sweep states what it holds and how many slots it could use in all.
    /// </summary>
    /// <returns>Slots it may hold from now on. A held one that is missing goes back when its trial ends (or is gone with its node).</returns>
    public IReadOnlyList<string> Claim(string sweep, IReadOnlyList<string> held, int wanted, DateTimeOffset now)
    {
        Expire(now);
        var me = Renew(sweep, held, wanted, now);
        var share = Share(me);
        var offered = Slots;
        var mine = offered.Where(me.Held.Contains).Take(share).ToList();
        foreach (var slot in offered.Where(s => !IsHeld(s)))
        {
            if (mine.Count >= share) break;
            me.Held.Add(slot);
            mine.Add(slot);
        }

        return mine;
    }

    /// <summary>A sweep gives slots back; without any left it is forgotten until it claims again.</summary>
    public void Release(string sweep, IReadOnlyList<string> slots)
    {
        if (claimants.Find(c => c.Sweep == sweep) is not { } me) return;
        me.Held.ExceptWith(slots);
        if (me.Held.Count == 0) claimants.Remove(me);
    }

    /// <summary>Forgets nodes and sweeps whose lease ran out.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var name in nodes.Where(n => n.Value.Until < now).Select(n => n.Key).ToArray()) nodes.Remove(name);
        claimants.RemoveAll(c => c.Until < now);
    }

    private Claimant Renew(string sweep, IReadOnlyList<string> held, int wanted, DateTimeOffset now)
    {
        var me = claimants.Find(c => c.Sweep == sweep);
        if (me is null) claimants.Add(me = new Claimant(sweep));
        (me.Wanted, me.Until) = (wanted, now + lease);
        // What it holds is its own word, unless another sweep was given the slot meanwhile.
        me.Held = [.. held.Where(s => !claimants.Exists(c => c != me && c.Held.Contains(s)))];
        return me;
    }

    /// <summary>Water filling: nobody gets more than it wants; the rest is divided equally, remainders to whoever came first.</summary>
    private int Share(Claimant me)
    {
        var (left, open) = (nodes.Values.Sum(n => n.Slots.Count), claimants.ToList());
        while (open.Count > 0)
        {
            var equal = left / open.Count;
            var modest = open.Where(c => c.Wanted <= equal).ToList();
            if (modest.Count == 0) return equal + (open.IndexOf(me) < left % open.Count ? 1 : 0);
            if (modest.Contains(me)) return me.Wanted;
            left -= modest.Sum(c => c.Wanted);
            open.RemoveAll(modest.Contains);
        }

        return 0;
    }

    private bool IsHeld(string slot) => claimants.Exists(c => c.Held.Contains(slot));

    private sealed record Node(string Incarnation, IReadOnlyList<string> Slots, DateTimeOffset Until);

    private sealed class Claimant(string sweep)
    {
        public string Sweep { get; } = sweep;

        public HashSet<string> Held { get; set; } = new(StringComparer.Ordinal);

        public int Wanted { get; set; }

        public DateTimeOffset Until { get; set; }
    }
}
