using System.Runtime.InteropServices;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Limits;
using Sweep.Experiments.Data;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Reports.Text;

namespace Sweep.Client.Diagnosis;

/// <summary>Looks at everything a run needs.</summary>
internal sealed class Doctor(CliContext context, string ledgerPath)
{
    /// <summary>Below this a sweep with checkpoints may well fill the disk.</summary>
    private const long LowDisk = 1L << 30;

    public async Task<IReadOnlyList<Finding>> Look()
    {
        var libtorch = await context.ProbeLibtorch();
        return
        [
            Finding.Ok("sweep", $"{ProgramFacts.Version} in {AppContext.BaseDirectory.TrimEnd('/')}"),
            Finding.Ok(".NET",
                $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            Libtorch(libtorch),
            Finding.Ok("cpu", $"{Numbers.Plural(Environment.ProcessorCount, "core")}, " +
                $"{Numbers.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} of memory"),
            Gpus(libtorch, context.NvidiaGpus().Count), Limits(context.Limits),
            DataFolderFinding(), await Ledger(),
        ];
    }

    private static Finding Libtorch(LibtorchProbe probe)
    {
        if (probe.Problem is { } problem)
            return Finding.Problem("libtorch", problem, $"only 'language-model' sweeps need it; build again with ./sweep, or set " +
                $"{Models.Native.Libtorch.Variable} to the folder torch/lib of a PyTorch installation");
        var found = $"{probe.Version ?? "unknown version"}, {probe.Source}: {probe.Folder}";
        var wanted = Release(Models.Native.Libtorch.RequiredVersion);
        return probe.Version is null || Release(probe.Version) == wanted
            ? Finding.Ok("libtorch", found)
            : Finding.Warning("libtorch", found, $"TorchSharp is compiled for {wanted}; found {Release(probe.Version)}: run " +
                $"tests/Models.Tests with {Models.Native.Libtorch.Variable} before trusting it");
    }

    /// <summary>Major and minor number: <c>2.10</c> of <c>2.10.0+cu128</c>.</summary>
    private static string Release(string version) => string.Join('.', version.Split('.').Take(2));

    private static Finding Gpus(LibtorchProbe probe, int forPrograms) => probe.Devices.Count > 0
        ? Finding.Ok("gpu", string.Join("; ", probe.Devices))
        : Finding.Ok("gpu", $"none that libtorch can use{(forPrograms > 0 ? $"; {forPrograms} for programs" : "")}",
            "without one, train with --device cpu (the default); docs/gpu.md says how to get one into use");

    private static Finding Limits(ResourceLimits limits)
    {
        var workers = Environment.ProcessorCount;
        if (NodeNeeds.Problem(limits, workers) is { } problem)
            return Finding.Problem(
            "limits", problem, "raise it where the session, the service or the container is set up (ulimit, limits.conf, LimitNOFILE=)");
        var files = limits.OpenFiles is { } open ? $"{open:N0} open files" : "any number of open files";
        return Finding.Ok("limits", $"{files}{(limits.Threads is { } threads ? $", {threads:N0} processes and threads" : "")}: enough " +
            $"for {Numbers.Plural(workers, "worker")}");
    }

    private Finding DataFolderFinding()
    {
        const string subject = "data folder";
        var folder = DataFolder.Find(context.Variable);
        if (Writability.Problem(folder) is { } problem)
            return Finding.Problem(subject, problem, $"make it writable, or set {DataFolder.Variable} to a folder that is");
        var text = Path.Combine(folder, DownloadedText.TimeMachine.FileName);
        var state = File.Exists(text) ? "has the text of 'time-machine'"
            : "'time-machine' will be downloaded into it when a sweep asks for it";
        return Disk(Finding.Ok(subject, $"{folder}: {state}"), folder);
    }

    private async Task<Finding> Ledger()
    {
        const string subject = "ledger";
        var folder = Path.GetDirectoryName(ledgerPath)!;
        if (Writability.Problem(folder, mayBeMade: false) is { } problem)
            return Finding.Problem(subject, problem, "name another place with --db");
        try
        {
            if (SqliteLedgerReader.OpenIfAny(ledgerPath) is not { } ledger)
                return Disk(Finding.Ok(subject, $"{ledgerPath}: not there yet, the first run makes it"), folder);
            var sweeps = await ledger.ListSweeps();
            return Disk(Finding.Ok(subject, $"{ledgerPath}: {Numbers.Plural(sweeps.Count, "sweep")}, " +
                $"{Numbers.Plural(sweeps.Sum(s => (long)s.Trials), "trial")}"), folder);
        }
        catch (LedgerException e)
        {
            return Finding.Problem(subject, e.Message, "name another file with --db");
        }
    }

    private static Finding Disk(Finding good, string folder)
    {
        var there = folder;
        while (!Directory.Exists(there)) there = Path.GetDirectoryName(there)!;
        var free = new DriveInfo(there).AvailableFreeSpace;
        return free < LowDisk
            ? Finding.Problem(good.Subject, $"{good.Found}; only {Numbers.Bytes(free)} of disk is free",
                "checkpoints may not fit: free some space or choose another disk")
            : good with { Found = $"{good.Found}; {Numbers.Bytes(free)} of disk is free" };
    }
}

/// <summary>One line of <c>sweep doctor</c>.</summary>
/// <param name="Status"><c>ok</c>, <c>problem</c> (it would stop a run) or <c>warning</c> (look twice at the results of a run).</param>
/// <param name="WayOut">What to do about it; empty when there is nothing to do.</param>
internal sealed record Finding(string Subject, string Status, string Found, string WayOut)
{
    public bool IsProblem => Status == "problem";

    public static Finding Ok(string subject, string found, string wayOut = "") => new(subject, "ok", found, wayOut);

    public static Finding Warning(string subject, string found, string wayOut) => new(subject, "warning", found, wayOut);

    public static Finding Problem(string subject, string found, string wayOut) => new(subject, "problem", found, wayOut);
}
