using Sweep.Contracts;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;

namespace Sweep.Client.Hosting;

/// <summary>What runs sweeps in this process: the embedded node, or what a test hands in.</summary>
public interface ISweepHost : IAsyncDisposable
{
    ISweepGrain Sweep(string name);
}

/// <summary>What a verb asks of the host it wants started.</summary>
/// <param name="LedgerPath">Absolute path of the ledger.</param>
/// <param name="Slots">Slots to offer: <c>cpu/0</c>, <c>cuda:0/0</c>.</param>
public sealed record HostRequest(string LedgerPath, IReadOnlyList<DeviceSlot> Slots)
{
    /// <summary>Devices to offer instead of <see cref="Slots"/>: trials take the memory they ask for; empty = any fits each slot.</summary>
    public IReadOnlyList<DeviceOffer> Devices { get; init; } = [];

    /// <summary>Trials that are waiting: at most as many workers start together with the host.</summary>
    public int Trials { get; init; }

    /// <summary>Absolute path of the assembly that the sweep's experiment comes from; null (default) = it is built in.</summary>
    public string? Assembly { get; init; }

    /// <summary>Longest silence of a worker; null = the node's default.</summary>
    public TimeSpan? HangLimit { get; init; }
}

/// <summary>The node inside this process.</summary>
public sealed class LocalNode(SweepNode node) : ISweepHost
{
    public ISweepGrain Sweep(string name) => node.Grains.GetGrain<ISweepGrain>(name);

    public ValueTask DisposeAsync() => node.DisposeAsync();

    /// <summary>Starts a node on free loopback ports; its workers are this program once more.</summary>
    /// <param name="giveUp">Ends the process when the node may not go on, with a line that says why.</param>
    /// <param name="notice">Takes a line on what the node could not do for a sweep that is over.</param>
    public static async Task<ISweepHost> Start(
        HostRequest request, ExperimentCatalog catalog, Action<string> giveUp, Action<string> notice)
    {
        var known = request.Assembly is { } assembly ? catalog.With(ExperimentAssembly.Definitions(assembly)) : catalog;
        var options = new NodeOptions
        {
            Slots = request.Devices.Count > 0 ? [] : request.Slots,
            Devices = request.Devices,
            LedgerPath = request.LedgerPath,
            WorkerCommand = ProgramFacts.Worker(request.Assembly is null ? [] : [request.Assembly]),
            WarmWorkers = request.Trials,
            Catalog = known,
            OnFatalError = giveUp,
            OnNotice = notice,
        };
        if (request.HangLimit is { } limit) options = options with { HangLimit = limit };
        return new LocalNode(await SweepNode.Start(options, known));
    }
}
