using Sweep.Experiments.Catalog;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;

namespace Sweep.Client.Hosting;

/// <summary>The node inside this process. The only file of the client that knows the silo.</summary>
public sealed class LocalNode : ISweepHost
{
    private readonly SweepNode node;

    private LocalNode(SweepNode node) => this.node = node;

    public ISweepGrain Sweep(string name) => node.Grains.GetGrain<ISweepGrain>(name);

    public ValueTask DisposeAsync() => node.DisposeAsync();

    /// <summary>Starts a node on free loopback ports; its workers are this program once more.</summary>
    /// <param name="request">What to offer.</param>
    /// <param name="catalog">Experiments.</param>
    /// <param name="giveUp">Ends the process when the node may not go on, with a line that says why.</param>
    public static async Task<ISweepHost> Start(HostRequest request, ExperimentCatalog catalog, Action<string> giveUp) =>
        new LocalNode(await SweepNode.Start(Options(request) with { OnFatalError = giveUp }, catalog));

    private static NodeOptions Options(HostRequest request)
    {
        var options = new NodeOptions
        {
            Slots = request.Devices.Count > 0 ? [] : request.Slots,
            Devices = request.Devices,
            LedgerPath = request.LedgerPath,
            WorkerCommand = [.. ProgramFacts.SelfCommand, "worker"],
            WarmWorkers = request.Trials,
        };
        return request.HangLimit is { } limit ? options with { HangLimit = limit } : options;
    }
}
