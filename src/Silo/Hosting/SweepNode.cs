using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Operations;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Hosting;

/// <summary>A node: an Orleans silo with slots, workers and ledger, in <c>sweep run</c> or alone as <c>sweep silo</c>.</summary>
public sealed class SweepNode : IAsyncDisposable
{
    private const int PortTries = 5;
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(5);

    private readonly IHost host;
    private readonly ILedger ledger;
    private readonly ISlotHost slots;
    private readonly SlotOffer offer;

    private SweepNode(IHost host, ILedger ledger, NodeOptions options)
    {
        (this.host, this.ledger) = (host, ledger);
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        slots = host.Services.GetRequiredService<ISlotHost>();
        offer = new SlotOffer(options, slots, Grains.GetGrain<ISlotBrokerGrain>(0), host.Services.GetRequiredService<TimeProvider>(),
            host.Services.GetRequiredService<ILogger<SweepNode>>());
    }

    /// <summary>Calls into the cluster without a gateway hop.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>Where the silo listens for other nodes.</summary>
    public IPEndPoint Endpoint => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint;

    /// <summary>Shows the node to those who operate it; returns when it listens. To be disposed before the node.</summary>
    /// <exception cref="SweepRefusedException">Input error: an address or port cannot be listened on.</exception>
    public Task<NodeWeb> Show(NodeWebOptions options, CancellationToken cancel = default)
    {
        var silo = host.Services.GetRequiredService<ISiloStatusOracle>();
        var clock = host.Services.GetRequiredService<TimeProvider>();
        var health = new NodeHealth(
            () => silo.CurrentStatus == SiloStatus.Active, () => ledger.FindSweep(""), () => offer.IsDraining, clock);
        return NodeWeb.Start(options, health, host.Services.GetRequiredService<NodeMetrics>(), Grains, cancel);
    }

    /// <summary>Starts a node on free loopback ports; returns when it serves.</summary>
    /// <exception cref="LedgerException">The ledger cannot be opened.</exception>
    public static Task<SweepNode> Start(NodeOptions options, ExperimentCatalog catalog, CancellationToken cancel = default) =>
        Start(options, SqliteLedger.Open(options.LedgerPath, new BootTimeProvider(TimeProvider.System)),
            new YamlSweepPlanner(catalog), new LocalhostClustering(), cancel);

    /// <summary>Joins a cluster; returns when the node serves. It disposes the ledger.</summary>
    /// <exception cref="LedgerException">The database cannot be opened.</exception>
    /// <exception cref="SweepRefusedException">Input error: a port is taken, or a living node has the same name.</exception>
    public static async Task<SweepNode> Join(
        NodeOptions options, ClusterPlace place, ILedger ledger, ExperimentCatalog catalog, CancellationToken cancel = default) =>
        await Start(
            options with { IsInCluster = true }, ledger, new YamlSweepPlanner(catalog) { NotifiesAnyAddress = false },
            new DatabaseClustering(place, options.Name), cancel);

    /// <summary>Leaves a cluster in order: the slots are withdrawn, running trials save a checkpoint and are handed back, and other nodes
    /// take over what this one coordinates. To be followed by disposal.</summary>
    public async Task Leave()
    {
        await offer.Drain();
        await slots.Close(AttemptOutcome.Preempted);
        await slots.Settle(SettleLimit);
    }

    /// <summary>Ends every worker after a checkpoint, then the silo, then the ledger. No worker process lives when it completes.</summary>
    public async ValueTask DisposeAsync()
    {
        await offer.End();
        offer.Dispose();
        await slots.Close();
        await host.StopAsync();
        await BoundedDisposal.Of(host, TimeProvider.System);
        await ledger.DisposeAsync();
    }

    private static async Task<SweepNode> Start(
        NodeOptions options, ILedger ledger, YamlSweepPlanner planner, IClustering clustering, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var startupFilter = new StartupLogFilter();
            var host = Build(options, ledger, planner, clustering, startupFilter);
            try
            {
                host.Services.GetRequiredService<ISlotHost>().Prepare();
                await clustering.BeforeStart(host.Services, cancel);
                await host.StartAsync(cancel);
                var node = new SweepNode(host, ledger, options);
                await node.offer.Begin();
                startupFilter.End();
                return node;
            }
            catch (Exception e) when (IsPortClash(e))
            {
                // Another process was quicker to bind one of the ports: take others, where that is ours to decide.
                await Discard(host);
                if (attempt == PortTries || !clustering.HasFreePorts) throw clustering.PortsTaken(e);
            }
            catch
            {
                await Discard(host);
                throw;
            }
        }
    }

    private static IHost Build(
        NodeOptions options, ILedger ledger, YamlSweepPlanner planner, IClustering clustering, StartupLogFilter startupFilter)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSweepFilters();
        startupFilter.AddTo(builder.Logging);
        options.Logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.UseOrleans(silo =>
        {
            clustering.Configure(silo);
            silo.AddSweep(options, ledger, planner);
        });
        return builder.Build();
    }

    /// <summary>What did not start cannot always be stopped, and says so; why it did not start is what counts.</summary>
    private static async Task Discard(IHost host)
    {
        try
        {
            await host.StopAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException or OperationCanceledException)
        {
            // A silo that never ran.
        }

        await BoundedDisposal.Of(host, TimeProvider.System);
    }

    /// <summary>The one failure of a start that other ports can mend.</summary>
    private static bool IsPortClash(Exception e) =>
        e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (e.InnerException is { } inner && IsPortClash(inner))
        || (e is AggregateException several && several.InnerExceptions.Any(IsPortClash));
}
