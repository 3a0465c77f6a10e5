namespace Sweep.Experiments.Contracts;

/// <summary>Shares the slots of all nodes fairly between the sweeps that want them. One per cluster, key 0. Its state is rebuilt from offers and renewals.</summary>
[Alias("sweep.ISlotBrokerGrain")]
public interface ISlotBrokerGrain : IGrainWithIntegerKey
{
    /// <summary>A node says which slots it has; repeated as a sign of life.</summary>
    [Alias("Offer")]
    Task Offer(string node, string incarnation, IReadOnlyList<string> slots, CancellationToken cancel = default);

    /// <summary>A node leaves: its slots go.</summary>
    [Alias("Withdraw")]
    Task Withdraw(string node, string incarnation, CancellationToken cancel = default);

    /// <summary>
    /// A sweep states the slots it holds and how many it could use in all; the answer is the slots it may hold from now on
    /// (some of its own, which it must give back when their trial ends, may be missing). Repeated as a sign of life.
    /// </summary>
    [Alias("Claim")]
    Task<IReadOnlyList<string>> Claim(string sweep, IReadOnlyList<string> held, int wanted, CancellationToken cancel = default);

    /// <summary>A sweep gives slots back.</summary>
    [Alias("Release")]
    Task Release(string sweep, IReadOnlyList<string> slots, CancellationToken cancel = default);

    /// <summary>Every slot that is offered now.</summary>
    [Alias("ListSlots")]
    Task<IReadOnlyList<string>> ListSlots(CancellationToken cancel = default);
}
