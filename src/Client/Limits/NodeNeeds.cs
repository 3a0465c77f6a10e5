using Sweep.Reports.Text;

namespace Sweep.Client.Limits;

/// <summary>What a node takes of the system, by its workers, against what it may have.</summary>
public static class NodeNeeds
{
    // Measured: 214 files and 3 for each worker, 22 threads and 3 for each worker, 20 of each worker's own and 8 of the guard of a program.
    // The rest is reserve for connections and for moments with more.
    private const long NodeFiles = 256, WorkerFiles = 8, NodeThreads = 40, WorkerThreads = 48;

    /// <summary>A ledger of a few sweeps and the checkpoint of a small model.</summary>
    private const long LeastFile = 64L << 20;

    /// <summary>The first limit that is too low, and what is needed, in one sentence; null when the node can serve.</summary>
    public static string? Problem(ResourceLimits limits, int workers)
    {
        var (files, threads) = (NodeFiles + (WorkerFiles * workers), NodeThreads + (WorkerThreads * workers));
        var beside = Numbers.Plural(workers, "worker");
        if (limits.OpenFiles < files)
            return $"this process may open {limits.OpenFiles} files ('ulimit -n'), and with {beside} needs {files}; raise the limit, for " +
                "example with 'ulimit -n 4096', or take fewer workers";
        if (limits.Threads - limits.ThreadsInUse < threads)
            return $"this user may have {limits.Threads} processes and threads ('ulimit -u') and has {limits.ThreadsInUse} now; {beside} " +
                $"need {threads} more: raise the limit, or take fewer workers";
        if (limits.FileBytes < LeastFile)
            return $"this process may write files of {Numbers.Bytes(limits.FileBytes.Value)} ('ulimit -f'), and needs " +
                $"{Numbers.Bytes(LeastFile)} at least for ledger and checkpoints; lift the limit with 'ulimit -f unlimited'";
        return null;
    }
}
