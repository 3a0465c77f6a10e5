using Sweep.Silo.Contracts;

namespace Sweep.Client.Hosting;

/// <summary>Whatever runs sweeps for this client: the embedded node now.</summary>
public interface ISweepHost : IAsyncDisposable
{
    /// <summary>The coordinator of a sweep.</summary>
    ISweepGrain Sweep(string name);
}

/// <summary>What a verb asks of the host it wants started.</summary>
/// <param name="LedgerPath">Absolute path of the ledger.</param>
/// <param name="Slots">Slots to offer: <c>cpu/0</c>, <c>cuda:0/0</c>.</param>
public sealed record HostRequest(string LedgerPath, IReadOnlyList<string> Slots)
{
    /// <summary>
    /// Devices to offer instead of <see cref="Slots"/>, so that every trial takes of them the memory it asks for; empty (default) = any trial fits each slot.
    /// </summary>
    public IReadOnlyList<Contracts.DeviceOffer> Devices { get; init; } = [];

    /// <summary>Trials that are waiting: at most as many workers start together with the host.</summary>
    public int Trials { get; init; }

    /// <summary>Longest silence of a worker; null = the node's default.</summary>
    public TimeSpan? HangLimit { get; init; }
}
