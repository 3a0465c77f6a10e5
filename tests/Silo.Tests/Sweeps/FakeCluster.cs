using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Noop;
using Sweep.Ledger.Tests;
using Sweep.Search.Slots;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Hosting;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Tests.Fakes;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>Real grains on silos of this process, with slots that only pretend.
/// Sockets, TLS and abrupt loss of a machine are not shown here.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");
    private readonly InProcessTestCluster cluster;
    private readonly CancellationTokenSource ending = new();
    private Task offering = Task.CompletedTask;

    private FakeCluster(short silos, int slotsPerNode, bool isInCluster, TimeProvider clock)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            var node = new NodeOptions
            {
                Name = options.SiloName,
                Slots = [.. Enumerable.Range(0, slotsPerNode).Select(n => new DeviceSlot("cpu", n))],
                // A folder for each: silos of one process must not meet in the lock that keeps processes apart.
                LedgerPath = Path.Combine(folder.FullName, $"{options.SiloName}.db"),
                WorkerCommand = ["/bin/false"],
                IsInCluster = isInCluster,
            };
            silo.AddSweep(node, Ledger, new YamlSweepPlanner(new ExperimentCatalog([new NoopDefinition()])));
            var host = new FakeSlotHost(node.SlotNames) { Script = order => Script(order) };
            Hosts[options.SiloName] = host;
            silo.Services.AddSingleton<ISlotHost>(host).AddSingleton(clock);
            Nodes[options.SiloName] = node;
        });
        cluster = builder.Build();
    }

    public InMemoryLedger Ledger { get; } = new();

    public ConcurrentDictionary<string, FakeSlotHost> Hosts { get; } = new();

    public ConcurrentDictionary<string, NodeOptions> Nodes { get; } = new();

    /// <summary>What every worker says of its own accord.</summary>
    public Func<TrialOrder, IEnumerable<TrialEvent>> Script { get; set; } = _ => [];

    public InProcessTestCluster Silos => cluster;

    public IGrainFactory Grains => cluster.Client;

    /// <summary>The only host of a cluster of one.</summary>
    public FakeSlotHost Host => Hosts.Values.Single();

    public string Slot(int node, int index = 0) => $"{cluster.Silos[node].Name}/cpu/{index}";

    public static async Task<FakeCluster> Start(short silos = 1, int slotsPerNode = 1, bool isInCluster = false, TimeProvider? clock = null)
    {
        var started = new FakeCluster(silos, slotsPerNode, isInCluster, clock ?? TimeProvider.System);
        await started.cluster.DeployAsync();
        await started.OfferOnce();
        started.offering = started.KeepOffering();
        return started;
    }

    /// <summary>A node goes away without a word to the broker.</summary>
    public async Task Stop(InProcessSiloHandle silo)
    {
        Nodes.TryRemove(silo.Name, out _);
        await cluster.StopSiloAsync(silo);
    }

    /// <summary>Every node says what it has and what runs there.</summary>
    public async Task OfferOnce()
    {
        foreach (var node in Nodes.Values) await Grains.GetGrain<ISlotBrokerGrain>(0)
            .Offer(new NodeOffer { Node = node.Name, Incarnation = "1", Devices = node.AllDevices, Busy = Hosts[node.Name].Busy });
    }

    /// <summary>The nodes' signs of life.</summary>
    private async Task KeepOffering()
    {
        try
        {
            while (true)
            {
                await Task.Delay(SlotLease.Renewal, ending.Token);
                await OfferQuietly();
            }
        }
        catch (OperationCanceledException)
        {
            // The cluster ends.
        }
    }

    private async Task OfferQuietly()
    {
        try
        {
            await OfferOnce();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // A silo is leaving, or the cluster ends: the next offer counts.
        }
    }

    /// <summary>The coordinator says so many run, and they have arrived on their slots.</summary>
    public async Task UntilRunning(string sweep, int count)
    {
        await Wait.Until(Grains, sweep, p => p.Running.Count == count, $"{count} run");
        await Wait.Until(() => Task.FromResult(Hosts.Values.Sum(h => h.Busy.Count) >= count), $"{count} have arrived on their slots");
    }

    public ISweepGrain Sweep(string name) => Grains.GetGrain<ISweepGrain>(name);

    public Task StartSweep(string name, int trials, int retries = 2) => Sweep(name).Start(Order(name, trials, retries));

    public SweepOrder Order(string name, int trials, int retries = 2) => new(
        name,
        $$"""
        name: {{name}}
        experiment: noop
        method: grid
        metric: {name: loss, goal: minimize}
        retries: {{retries}}
        parameters:
          x: [{{string.Join(", ", Enumerable.Range(0, trials))}}]
          epochs: 2
        """,
        folder.FullName);

    public Experiments.Specs.SweepPlan Plan(string name, int trials, int retries = 2) =>
        new YamlSweepPlanner(new ExperimentCatalog([new NoopDefinition()])).Plan(Order(name, trials, retries), isKnown: false).Plan!;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await offering;
        ending.Dispose();
        await BoundedDisposal.Of(cluster, TimeProvider.System);
        folder.Delete(recursive: true);
    }
}
