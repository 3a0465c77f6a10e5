using Sweep.Contracts;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Catalog;
using Sweep.Ledger;

namespace Sweep.Silo.Configuration;

/// <summary>What a node needs to know to serve.</summary>
public sealed record NodeOptions
{
    private readonly bool? allowCommands;

    /// <summary>Name of the node, unique in the cluster; no slash. Default: the machine's name.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>Slots this node offers as <c>device/index</c>, for example <c>cpu/0</c>, <c>cpu/1</c>, <c>cuda:0/0</c>: somebody has chosen
    /// them for one sweep, so any trial fits each. Empty (default) = <see cref="Devices"/> are offered, and every trial takes of them what
    /// it needs.</summary>
    public IReadOnlyList<DeviceSlot> Slots { get; init; } = [];

    /// <summary>On how many of <see cref="Slots"/> a worker starts together with the node, before the first trial; default 0.</summary>
    public int WarmWorkers { get; init; }

    /// <summary>Devices this node offers; used when <see cref="Slots"/> is empty.</summary>
    public IReadOnlyList<DeviceOffer> Devices { get; init; } = [];

    /// <summary>Absolute path of the ledger (SQLite file).</summary>
    public required string LedgerPath { get; init; }

    /// <summary>Absolute folder for checkpoints of this node's trials, or one that all nodes share; null (default) =
    /// <see cref="LedgerPath"/> with <c>.files</c> behind it.</summary>
    public string? CheckpointRoot { get; init; }

    /// <summary>Database through which checkpoints move between nodes: the ledger's. null (default) = nothing moves, because there is one
    /// node or all share <see cref="CheckpointRoot"/>.</summary>
    public LedgerAddress? CheckpointDatabase { get; init; }

    /// <summary>Absolute folder of the texts that sweeps may read, by paths within it. null (default) = any path, resolved as the sweep
    /// file says: for a node that serves nobody but the user who started it.</summary>
    public string? DataFolder { get; init; }

    /// <summary>True when sweeps may run programs of their choice here. Default: true on a node of its own, false in a cluster.</summary>
    public bool AllowCommands { get => allowCommands ?? !IsInCluster; init => allowCommands = value; }

    /// <summary>Program and leading arguments that start a worker, for example <c>/opt/sweep/sweep worker</c>.</summary>
    public required IReadOnlyList<string> WorkerCommand { get; init; }

    /// <summary>Extra environment variables of every worker, for example <c>SWEEP_DATA</c>.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>libtorch threads of each worker; default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>A worker that gives no sign of life for this long is killed as hung; default 5 minutes.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a worker may take to end a trial it was told to stop before it is killed; default 10 seconds.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a started worker may take to say ready; default 60 seconds.</summary>
    public TimeSpan ReadyLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>True when other nodes share the ledger: sweeps without a coordinator are taken up, and no lock file is used.</summary>
    public bool IsInCluster { get; init; }

    /// <summary>Takes the node's log lines; null = silent, because standard output and error belong to the verb that runs it.</summary>
    public Action<Microsoft.Extensions.Logging.ILoggingBuilder>? Logging { get; init; }

    /// <summary>Ends the process at once when this node may not go on, with a line for people that says why: the cluster has given it up.
    /// null (default) = Orleans aborts it with a dump.</summary>
    public Action<string>? OnFatalError { get; init; }

    /// <summary>Takes a line for people of what this node could not do for a sweep that is over; default: nobody.</summary>
    public Action<string> OnNotice { get; init; } = _ => { };

    /// <summary>The experiments that the workers of the node can run; default those of this build.</summary>
    public ExperimentCatalog Catalog { get; init; } = BuiltInExperiments.Catalog();

    public string CheckpointFolder => CheckpointRoot ?? LedgerPath + ".files";

    /// <summary>Full names of the chosen slots: <c>node/device/index</c>.</summary>
    public IReadOnlyList<SlotName> SlotNames => [.. Slots.Select(slot => slot.On(Name))];

    /// <summary>What is offered: <see cref="Devices"/>, or the devices of <see cref="Slots"/> with one unit for each slot.</summary>
    public IReadOnlyList<DeviceOffer> AllDevices => Slots.Count == 0
        ? Devices
        : [.. Slots.GroupBy(s => s.Device).Select(g => new DeviceOffer { Device = g.Key, Units = g.Count() })];
}
