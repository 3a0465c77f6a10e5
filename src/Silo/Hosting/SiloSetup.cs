using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Configuration;
using Sweep.Silo.Contracts;
using Sweep.Silo.Grains;
using Sweep.Silo.Notes;
using Sweep.Silo.Operations;
using Sweep.Silo.Placement;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Hosting;

/// <summary>What every silo of Sweep has, whatever its clustering.</summary>
public static class SiloSetup
{
    /// <summary>Grains' services, placement, and the node's name in the silo's metadata.</summary>
    public static ISiloBuilder AddSweep(this ISiloBuilder silo, NodeOptions options, ILedger ledger, YamlSweepPlanner planner)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [SlotPlacementDirector.NodeKey] = options.Name });
        silo.Services.AddPlacementDirector<SlotPlacement, SlotPlacementDirector>();
        silo.Services
            .AddSingleton(options)
            .AddSingleton(_ => new NodeMetrics())
            .AddSingleton<ILedger>(services =>
                new MeteredLedger(ledger, services.GetRequiredService<NodeMetrics>(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(planner)
            .AddSingleton(new SweepFolders(options.CheckpointFolder))
            .AddSingleton(Checkpoints)
            .AddSingleton(Notes)
            .AddHostedService(services => services.GetRequiredService<NoteSender>())
            .AddSingleton<ISlotHost, SlotHost>()
            .AddSingleton<SweepReviver>()
            .AddSingleton(Parts);
        if (options.IsInCluster) silo.Services.AddHostedService<MembershipLog>();
        if (options.OnFatalError is { } end)
            silo.Services.AddSingleton<IFatalErrorHandler>(new FatalErrorHandler(options.Name, options.IsInCluster, end));
        // Probing is patient: a node that trains on its own cores answers late, and a silo that is told it is dead kills itself.
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            // It goes by the wall clock: one that is set forward while a silo joins, or runs ahead on another machine, makes the silo dead
            // before it serves. A silo that died while it joined is found all the same: those that join are probed like those that serve.
            o.EvictWhenMaxJoinAttemptTimeExceeded = false;
        });
        return silo;
    }

    /// <summary>Only what a person can act on: Orleans and its retry library are talkative.</summary>
    public static ILoggingBuilder AddSweepFilters(this ILoggingBuilder logging) => logging
        .AddFilter("Orleans", LogLevel.Error)
        // They tell of every call to a node that is gone, with its stack; what that means is told by whoever made the call.
        .AddFilter("Orleans.Messaging", LogLevel.None)
        .AddFilter("Orleans.Runtime.Messaging", LogLevel.None)
        // It tells that the node was declared dead, which is told where the node ends.
        .AddFilter("Orleans.Runtime.MembershipService.MembershipTableManager", LogLevel.Critical)
        .AddFilter("Polly", LogLevel.None)
        .AddFilter("Microsoft", LogLevel.Warning);

    private static ICheckpointStore Checkpoints(IServiceProvider services)
    {
        var (options, folders, clock) = (services.GetRequiredService<NodeOptions>(), services.GetRequiredService<SweepFolders>(),
            services.GetRequiredService<TimeProvider>());
        if (options.CheckpointDatabase is not { } database) return new SharedFolderStore(folders);
        var log = services.GetRequiredService<ILogger<LedgerCheckpointStore>>();
        return new LedgerCheckpointStore(CheckpointStorage.Open(database, clock), folders, new TransferSettings(), clock, log,
            services.GetRequiredService<NodeMetrics>());
    }

    /// <summary>An address that answers with another one is not followed: it might lead into the node's own network.</summary>
    private static NoteSender Notes(IServiceProvider services) => new(
        services.GetRequiredService<ILedger>(),
        new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false }),
        services.GetRequiredService<TimeProvider>(),
        Environment.GetEnvironmentVariable,
        services.GetRequiredService<NodeOptions>().IsInCluster,
        services.GetRequiredService<NodeOptions>().OnNotice,
        services.GetRequiredService<ILogger<NoteSender>>());

    private static CoordinatorParts Parts(IServiceProvider services)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        return new CoordinatorParts
        {
            Ledger = services.GetRequiredService<ILedger>(),
            Planner = services.GetRequiredService<YamlSweepPlanner>(),
            Folders = services.GetRequiredService<SweepFolders>(),
            Checkpoints = services.GetRequiredService<ICheckpointStore>(),
            Broker = grains.GetGrain<ISlotBrokerGrain>(0),
            Worker = slot => grains.GetGrain<IWorkerGrain>(slot.Text),
            Clock = services.GetRequiredService<TimeProvider>(),
            Log = services.GetRequiredService<ILogger<SweepGrain>>(),
            Notes = services.GetRequiredService<NoteSender>(),
            HasChosenSlots = services.GetRequiredService<NodeOptions>().Slots.Count > 0,
            LocksSweeps = !services.GetRequiredService<NodeOptions>().IsInCluster,
        };
    }
}
