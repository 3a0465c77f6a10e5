using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Configuration;

namespace Sweep.Silo.Workers;

/// <summary>The environment of a slot's worker: one GPU or none, and no more threads than it was given.</summary>
public static class WorkerEnvironment
{
    private const string Threads = "OMP_NUM_THREADS";
    private const string MklThreads = "MKL_NUM_THREADS";
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";
    private const string Workspace = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>What opens the cluster and its database: no worker needs it, and programs of users like to log their environment.</summary>
    private static readonly string[] Withheld = ["SWEEP_SECRET", "SWEEP_CLUSTER", "PGPASSWORD"];

    /// <summary>Takes from the node's environment what is none of a worker's business.</summary>
    public static void Withhold(IDictionary<string, string?> variables)
    {
        foreach (var name in Withheld) variables.Remove(name);
    }

    /// <summary>Variables to set over the node's own environment.</summary>
    /// <param name="environment">The node's own; null = not set. GPU numbers of slots count within its CUDA_VISIBLE_DEVICES.</param>
    public static IReadOnlyDictionary<string, string> For(SlotName slot, NodeOptions options, Func<string, string?> environment)
    {
        var threads = options.Threads.ToString();
        var variables = new Dictionary<string, string>(options.WorkerEnvironment)
        {
            [Threads] = threads,
            [MklThreads] = threads,
            // Spinning threads of idle workers would take the cores of the busy ones.
            [WaitPolicy] = "PASSIVE",
            [VisibleDevices] = slot.Gpu is { } gpu ? Visible(gpu, environment(VisibleDevices)) : "",
            // With a workspace of a fixed size cuBLAS sums in a fixed order (cuBLAS documentation, "Results reproducibility").
            [Workspace] = ":4096:8",
            ["SWEEP_SLOT"] = slot.ToString(),
        };
        foreach (var (name, value) in WorkerRuntime.Settings) variables[name] = value;
        variables[OuterEnvironment.Variable] = OuterEnvironment.Write(ForPrograms(slot, options, variables, environment));
        return variables;
    }

    /// <summary>What its user chose holds in a program, and what tunes our own training does not reach it.
    /// On the slot of a GPU it sees no other GPU; elsewhere none that nobody named.</summary>
    private static Dictionary<string, string?> ForPrograms(
        SlotName slot, NodeOptions options, Dictionary<string, string> worker, Func<string, string?> environment)
    {
        var variables = WorkerRuntime.Settings.Keys.ToDictionary(name => name, environment);
        variables[Threads] = environment(Threads) ?? ThreadShare(options).ToString();
        variables[MklThreads] = environment(MklThreads);
        foreach (var name in (string[])[WaitPolicy, Workspace]) variables[name] = environment(name) ?? worker[name];
        variables[VisibleDevices] = slot.Gpu is null ? environment(VisibleDevices) ?? "" : worker[VisibleDevices];
        return variables;
    }

    /// <summary>The cores for each slot, at least 1: what a program alone on the machine would take, it has to share.</summary>
    private static int ThreadShare(NodeOptions options) =>
        Math.Max(options.Threads, (int)(Environment.ProcessorCount / Math.Max(1, options.AllDevices.Sum(device => device.Units))));

    /// <summary>The device as the worker sees it: its only GPU is always number 0.</summary>
    public static string Device(SlotName slot) => slot.Gpu is null ? slot.Device : "cuda:0";

    private static string Visible(int gpu, string? visibleToNode)
    {
        var names = visibleToNode?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return gpu < names.Length ? names[gpu] : gpu.ToString();
    }
}
