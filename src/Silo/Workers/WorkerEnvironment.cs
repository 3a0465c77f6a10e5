using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Configuration;

namespace Sweep.Silo.Workers;

/// <summary>The environment of a slot's worker: one GPU or none, and no more threads than it was given.</summary>
public static class WorkerEnvironment
{
    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    /// <summary>What opens the cluster and its database: a worker needs none of it,
    /// and programs of users like to log their environment.</summary>
    private static readonly string[] Withheld = ["SWEEP_SECRET", "SWEEP_CLUSTER", "PGPASSWORD"];

    /// <summary>Takes from the node's environment what is none of a worker's business.</summary>
    public static void Withhold(IDictionary<string, string?> variables)
    {
        foreach (var name in Withheld) variables.Remove(name);
    }

    /// <summary>Variables to set over the node's own environment.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="options">Options of the node.</param>
    /// <param name="visibleToNode">The node's own CUDA_VISIBLE_DEVICES; null when unset. GPU numbers of slots count within it.</param>
    public static IReadOnlyDictionary<string, string> For(SlotName slot, NodeOptions options, string? visibleToNode)
    {
        var threads = options.Threads.ToString();
        var variables = new Dictionary<string, string>(options.WorkerEnvironment)
        {
            ["OMP_NUM_THREADS"] = threads,
            ["MKL_NUM_THREADS"] = threads,
            // Spinning threads of idle workers would take the cores of the busy ones.
            ["OMP_WAIT_POLICY"] = "PASSIVE",
            [VisibleDevices] = slot.Gpu is { } gpu ? Visible(gpu, visibleToNode) : "",
            // With a workspace of a fixed size cuBLAS sums in a fixed order (cuBLAS documentation, "Results reproducibility").
            ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8",
            ["SWEEP_SLOT"] = slot.ToString(),
        };
        foreach (var (name, value) in WorkerRuntime.Settings) variables[name] = value;
        return variables;
    }

    /// <summary>The device as the worker sees it: its only GPU is always number 0.</summary>
    public static string Device(SlotName slot) => slot.Gpu is null ? slot.Device : "cuda:0";

    private static string Visible(int gpu, string? visibleToNode)
    {
        var names = visibleToNode?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return gpu < names.Length ? names[gpu] : gpu.ToString();
    }
}
