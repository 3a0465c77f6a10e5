using Sweep.Contracts;

namespace Sweep.Silo.Contracts;

/// <summary>Shares the devices of all nodes between sweeps. One per cluster, key 0. Its state is rebuilt from offers and claims.</summary>
[Alias("sweep.ISlotBrokerGrain")]
public interface ISlotBrokerGrain : IGrainWithIntegerKey
{
    /// <summary>A node says which devices it has; repeated as a sign of life.</summary>
    [Alias("Offer")]
    Task Offer(NodeOffer offer, CancellationToken cancel = default);

    /// <summary>A node leaves: its slots go.</summary>
    [Alias("Withdraw")]
    Task Withdraw(string node, string incarnation, CancellationToken cancel = default);

    /// <summary>A sweep states the slots it holds and what it could use in all; the answer is the slots it may hold from now on (some of
    /// its own, which it must give back when their trial ends, may be missing). Repeated as a sign of life.</summary>
    [Alias("Claim")]
    Task<IReadOnlyList<SlotGrant>> Claim(SlotClaim claim, CancellationToken cancel = default);

    /// <summary>A sweep gives slots back; without any left it is forgotten until it claims again.</summary>
    [Alias("Release")]
    Task Release(string sweep, IReadOnlyList<SlotName> slots, CancellationToken cancel = default);

    /// <summary>Every slot that a sweep holds or a node works on: where attempts may be found.</summary>
    [Alias("ListSlots")]
    Task<IReadOnlyList<SlotName>> ListSlots(CancellationToken cancel = default);

    /// <summary>Every node that gives signs of life, by name.</summary>
    [Alias("ListNodes")]
    Task<IReadOnlyList<NodeView>> ListNodes(CancellationToken cancel = default);
}
