using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Limits;
using Sweep.Client.Pages;
using Sweep.Contracts;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Ledger;
using Sweep.Ledger.Stores;
using Sweep.Silo.Configuration;
using Sweep.Silo.Hosting;
using Sweep.Silo.Operations;
using Sweep.Silo.Workers;

namespace Sweep.Client.Nodes;

/// <summary>A node from joining to leaving.</summary>
internal sealed class SiloRun(CliContext context, SiloRequest request)
{
    private ExperimentCatalog catalog = context.Catalog;

    private IReadOnlyList<string> Worker => ProgramFacts.Worker(request.Experiments);

    private Dictionary<string, string> WorkerEnvironment => new() { [DataFolder.Variable] = request.Data };

    public async Task<int> Run()
    {
        CheckFolders();
        catalog = WithOwn(context.Catalog);
        var (slots, memory) = await Slots();
        if (NodeNeeds.Problem(context.Limits, slots.Count) is { } problem) throw UserException.Failed(problem);
        return await context.Graceful.Do(() => Serve(slots, SlotList.Devices(slots, memory)));
    }

    private async Task<int> Serve(IReadOnlyList<DeviceSlot> slots, IReadOnlyList<DeviceOffer> devices)
    {
        await using var node = await new DatabaseWait(context.Time, context.Error).For(() => Join(devices), context.Interrupted);
        await using var web = await node.Show(new NodeWebOptions
        {
            NodeName = request.Name,
            Version = ProgramFacts.Version,
            Http = request.Http,
            DashboardPort = request.Dashboard,
        });
        await using var page = request.Page is { } wanted ? await PageHost.Start(context, wanted) : null;
        Welcome(node, web, slots);
        if (page is not null) context.Error.WriteLine($"  page: {page.Link(null)}");
        await Interrupted();
        context.Error.WriteLine("leaving: running trials save a checkpoint and are handed back (again: end at once)");
        await node.Leave();
        return ExitCodes.Done;
    }

    /// <summary>The experiments of this build, and those of the assemblies that the operator named.</summary>
    private ExperimentCatalog WithOwn(ExperimentCatalog known)
    {
        foreach (var path in request.Experiments)
        {
            try
            {
                known = known.With(ExperimentAssembly.Definitions(path));
            }
            catch (Exception e) when (e is ExperimentAssemblyException or ArgumentException)
            {
                throw UserException.BadInput($"--experiments {path}: {e.Message}");
            }
        }

        return known;
    }

    private void Welcome(SweepNode node, NodeWeb web, IReadOnlyList<DeviceSlot> slots)
    {
        context.Error.WriteLine($"node '{request.Name}' is in the cluster at {request.Cluster.Display}: {SlotList.Describe(slots)}, " +
            $"listens on {node.Endpoint}");
        if (catalog.Names.Except(context.Catalog.Names).ToList() is { Count: > 0 } own)
            context.Error.WriteLine($"  experiments of its own: {string.Join(", ", own)}");
        if (web.Http is { } http) context.Error.WriteLine($"  health, readiness and metrics: http://{http}/healthz, /readyz, /metrics");
        if (web.Dashboard is { } dashboard) context.Error.WriteLine($"  dashboard: http://{dashboard}/");
    }

    private async Task<SweepNode> Join(IReadOnlyList<DeviceOffer> devices)
    {
        var place = new ClusterPlace
        {
            Database = request.Cluster,
            Secret = ClusterChoice.Secret(context, request.SecretFile, isLoopback: IPAddress.IsLoopback(request.Bind)),
            Bind = request.Bind,
            Advertise = request.Advertise,
            Port = request.Port,
            GatewayPort = request.GatewayPort,
        };
        var ledger = LedgerStore.Open(request.Cluster, context.Time);
        try
        {
            return await SweepNode.Join(Options(devices), place, ledger, catalog, context.Interrupted);
        }
        catch
        {
            // A node that joined closes it itself.
            await ledger.DisposeAsync();
            throw;
        }
    }

    private NodeOptions Options(IReadOnlyList<DeviceOffer> devices) => new()
    {
        Name = request.Name,
        Devices = devices,
        LedgerPath = Path.Combine(request.Data, "nodes", request.Name, "node.db"),
        CheckpointRoot = request.Checkpoints,
        CheckpointDatabase = request.Checkpoints is null ? request.Cluster : null,
        DataFolder = request.Data,
        AllowCommands = request.AllowCommands,
        Catalog = catalog,
        WorkerCommand = Worker,
        WorkerEnvironment = WorkerEnvironment,
        HangLimit = request.HangLimit,
        StopLimit = request.Grace,
        Logging = Log,
        OnFatalError = context.GiveUp,
    };

    /// <summary>What is offered, and the memory of each device.</summary>
    private async Task<(IReadOnlyList<DeviceSlot> Slots, Func<string, long> Memory)> Slots()
    {
        if (request.Device == DeviceKind.Cpu)
        {
            await CheckWorker();
            return Cores();
        }

        var probe = await context.ProbeLibtorch();
        if (probe.Devices.Count > 0) return Gpus(probe.Gpus);
        var isForGpus = request.Device == DeviceKind.Cuda || probe.Problem is not null;
        if (isForGpus && request.AllowCommands && ForPrograms(probe) is { Count: > 0 } gpus) return Gpus(gpus);
        if (probe.Problem is { } problem) throw UserException.Failed($"this node cannot train: {problem}");
        return request.Device is null ? Cores() : throw UserException.BadInput(
            $"--device cuda needs a GPU, and libtorch {probe.Version ?? "of unknown version"} ({probe.Folder}) sees none",
            "  leave --device out to offer the cores; docs/gpu.md says how to use the CUDA libtorch of an existing PyTorch " +
            "(SWEEP_LIBTORCH)");
    }

    private (IReadOnlyList<DeviceSlot> Slots, Func<string, long> Memory) Gpus(GpuList gpus) =>
        (SlotList.Cuda(gpus.Count, request.Workers, 1), gpus.MemoryOf);

    /// <summary>GPUs that libtorch cannot use; programs bring libraries of their own.</summary>
    private GpuList ForPrograms(LibtorchProbe probe)
    {
        var gpus = context.NvidiaGpus().VisibleBy(context.Variable("CUDA_VISIBLE_DEVICES"));
        var why = probe.Problem ?? $"libtorch {probe.Version ?? "of unknown version"} ({probe.Folder}) sees none";
        if (gpus.Count > 0) context.Error.WriteLine($"! this node can run programs only on its GPUs: {why}");
        return gpus;
    }

    private (IReadOnlyList<DeviceSlot> Slots, Func<string, long> Memory) Cores() =>
        (SlotList.Cpu(request.Workers ?? Environment.ProcessorCount), _ => context.MachineMemory);

    /// <summary>A node that cannot write would fail every trial that it gets.</summary>
    private void CheckFolders()
    {
        if (Writability.Problem(request.Data) is { } data)
            throw UserException.BadInput($"this node cannot keep its data: {data}",
            "  name another folder with --data, or give the user who runs the node access to it");
        if (request.Checkpoints is { } shared && Writability.Problem(shared) is { } checkpoints)
            throw UserException.BadInput($"this node cannot keep checkpoints: {checkpoints}",
                "  name another folder with --checkpoints, or give the user who runs the node access to it");
    }

    /// <summary>A node that cannot train would fail one trial after the other; with --allow-commands it may still run programs.</summary>
    private async Task CheckWorker()
    {
        if (await WorkerPreflight.Check(Worker, WorkerEnvironment, context.Interrupted) is not { } problem) return;
        if (!request.AllowCommands) throw UserException.Failed($"this node cannot train: {problem}");
        context.Error.WriteLine($"! this node can run programs only: {problem}");
    }

    private async Task Interrupted()
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.Interrupted.Register(interrupted.SetResult);
        await interrupted.Task;
    }

    private void Log(ILoggingBuilder logging) => logging
        .AddConsole(o => (o.FormatterName, o.LogToStandardErrorThreshold) = (NodeLogFormatter.FormatName, LogLevel.Trace))
        .Services.AddSingleton<ConsoleFormatter>(new NodeLogFormatter(context.Time, context.ErrorTerminal.HasColor))
        // Whoever reads the log may stop reading; the node must not wait for it.
        .Configure<ConsoleLoggerOptions>(o => o.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
}

/// <summary>A node that starts with its machine, or while the database server restarts, is often there before the database: it waits
/// instead of failing, and says so. A refusal (a wrong password, no such database, a taken port) does not pass by waiting and is reported
/// at once.</summary>
internal sealed class DatabaseWait(TimeProvider time, TextWriter said)
{
    /// <summary>How long it waits in all.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Repeats a start from the beginning until it succeeds.</summary>
    /// <exception cref="LedgerException">The database refused, or did not answer within <see cref="Limit"/>.</exception>
    public async Task<T> For<T>(Func<Task<T>> start, CancellationToken cancel) => await Retry
        .For(Limit, time, Passes, e =>
            said.WriteLine($"! {e.Message.ReplaceLineEndings(" ")}; waiting up to {Limit.TotalSeconds:0} s for it"))
        .ExecuteAsync(async _ => await start(), cancel);

    private static bool Passes(Exception e) => e is LedgerException { IsInputError: false } || Retry.IsTransient(e);
}
