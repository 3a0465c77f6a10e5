using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;
using Sweep.Ledger;
using Sweep.Search.Slots;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;
using Sweep.Silo.Placement;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Workers;

namespace Sweep.Bench.Scale;

/// <summary>Coordinators, broker, worker grains and ledger as they are, on one silo; nodes and workers that only pretend.</summary>
internal sealed class SimulatedCluster : IAsyncDisposable
{
    private readonly IHost host;
    private readonly SimulatedSlots slots;
    private readonly NodeOffer[] nodes;
    private readonly CancellationTokenSource ending = new();
    private Task offering = Task.CompletedTask;

    private SimulatedCluster(IHost host, SimulatedSlots slots, int nodes, int slotsPerNode)
    {
        (this.host, this.slots) = (host, slots);
        this.nodes = [.. Enumerable.Range(0, nodes).Select(n =>
            new NodeOffer { Node = $"n{n:000}", Incarnation = "1", Devices = [new DeviceOffer { Device = "cpu", Units = slotsPerNode }] })];
    }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<SimulatedCluster> Start(
        ILedger ledger, string folder, int nodes, int slotsPerNode, int epochs, double trialSeconds)
    {
        var slots = new SimulatedSlots(epochs, trialSeconds);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSweepFilters();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort(), serviceId: "sweep", clusterId: "bench");
            var options = new NodeOptions
            {
                Name = "bench",
                LedgerPath = Path.Combine(folder, "sweep.db"),
                WorkerCommand = ["/bin/false"],
                IsInCluster = true
            };
            silo.AddSweep(options, ledger, new YamlSweepPlanner(new ExperimentCatalog([new NoopDefinition()])));
            silo.Services.AddSingleton<ISlotHost>(slots).AddPlacementDirector<SlotPlacement, AnyNodeHere>();
        });
        var cluster = new SimulatedCluster(builder.Build(), slots, nodes, slotsPerNode);
        await cluster.host.StartAsync();
        slots.Begin();
        await cluster.Offer();
        cluster.offering = cluster.KeepOffering();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await offering;
        await host.StopAsync();
        host.Dispose();
        await slots.DisposeAsync();
        ending.Dispose();
    }

    private Task Offer()
    {
        var busy = slots.BusyByNode();
        var broker = Grains.GetGrain<ISlotBrokerGrain>(0);
        return Task.WhenAll(nodes.Select(node => broker.Offer(node with { Busy = [.. busy[node.Node]] })));
    }

    private async Task KeepOffering()
    {
        using var timer = new PeriodicTimer(SlotLease.Renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token)) await Offer();
        }
        catch (OperationCanceledException)
        {
            // The benchmark is over.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
