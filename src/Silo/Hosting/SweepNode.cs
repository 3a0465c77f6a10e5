using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Hosting;

/// <summary>One node: an Orleans silo with its slots, worker processes and ledger. Embedded in <c>sweep run</c>, or alone as <c>sweep silo</c>.</summary>
public sealed class SweepNode : IAsyncDisposable
{
    private const int PortTries = 5;

    private readonly IHost host;
    private readonly ILedger ledger;
    private readonly ISlotHost slots;
    private readonly SlotOffer offer;

    private SweepNode(IHost host, ILedger ledger, NodeOptions options)
    {
        (this.host, this.ledger) = (host, ledger);
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        slots = host.Services.GetRequiredService<ISlotHost>();
        offer = new SlotOffer(
            options,
            slots,
            Grains.GetGrain<ISlotBrokerGrain>(0),
            host.Services.GetRequiredService<TimeProvider>(),
            host.Services.GetRequiredService<ILogger<SweepNode>>());
    }

    /// <summary>Calls into the cluster without a gateway hop.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>Starts a node on free loopback ports; returns when it serves.</summary>
    /// <exception cref="LedgerException">The ledger cannot be opened.</exception>
    public static Task<SweepNode> Start(NodeOptions options, ExperimentCatalog catalog, CancellationToken cancel = default) =>
        Start(options, SqliteLedger.Open(options.LedgerPath, TimeProvider.System), new YamlSweepPlanner(catalog), cancel);

    /// <summary>Starts a node with a ledger and planner of the caller's choice; the node disposes the ledger.</summary>
    public static async Task<SweepNode> Start(NodeOptions options, ILedger ledger, ISweepPlanner planner, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var host = Build(options, ledger, planner);
            try
            {
                await host.StartAsync(cancel);
                var node = new SweepNode(host, ledger, options);
                await node.offer.Begin();
                return node;
            }
            catch (Exception e) when (attempt < PortTries && IsPortClash(e))
            {
                // Another process was quicker to bind one of the ports: take others.
                await Stop(host);
            }
        }
    }

    /// <summary>Ends every worker after a checkpoint, then the silo, then the ledger. No worker process lives when it completes.</summary>
    public async ValueTask DisposeAsync()
    {
        await offer.End();
        offer.Dispose();
        await slots.Close();
        await Stop(host);
        await ledger.DisposeAsync();
    }

    private static IHost Build(NodeOptions options, ILedger ledger, ISweepPlanner planner)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.Quieten();
        options.Logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = FreePorts.Pair();
            // A cluster of its own: another node on this machine must never mistake it for part of its own.
            var cluster = $"sweep-{Environment.ProcessId}-{siloPort}";
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "sweep", clusterId: cluster);
            silo.AddSweep(options, ledger, planner);
        });
        return builder.Build();
    }

    private static bool IsPortClash(Exception e) =>
        e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (e.InnerException is { } inner && IsPortClash(inner))
        || (e is AggregateException several && several.InnerExceptions.Any(IsPortClash));

    private static async Task Stop(IHost host)
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else host.Dispose();
    }
}
