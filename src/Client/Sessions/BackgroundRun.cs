using System.Diagnostics;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Sessions;

/// <summary>Runs a sweep in a process of its own session, which outlives this terminal.</summary>
internal sealed class BackgroundRun(CliContext context, RunRequest request)
{
    /// <summary>Redirects in the shell, because the new process must own its log from its first byte on; <c>$0</c> is the log.</summary>
    private const string Script =
        """if command -v setsid >/dev/null; then exec setsid "$@"; else exec nohup "$@"; fi >>"$0" 2>&1 </dev/null""";

    private const int TailBytes = 1 << 16;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string ledgerPath = request.Place.File;

    /// <summary>Puts the sweep into the ledger, from which the new process goes on; returns when that one coordinates it.</summary>
    public async Task<IReadOnlyList<string>> Start(SweepOrder order)
    {
        await using (var ledger = SqliteLedger.Open(ledgerPath, context.Time)) await ledger.CreateSweep(order.Sweep!, order.Trials);
        var log = SweepFiles.Log(ledgerPath, order.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        RegularFile.Require(log);
        using var process = Process.Start(Command(order, log))!;
        if (!await Begins(process, order.Name)) throw UserException.Failed(
            [$"the background process ended at once (exit code {process.ExitCode}); the end of its log {log}:", .. await Tail(log)]);
        return [$"runs in the background as process {process.Id}", $"  its log:   tail -f {log}"];
    }

    private ProcessStartInfo Command(SweepOrder order, string log)
    {
        string[] workers = request.Workers is { } n ? ["--workers", n.ToString()] : [];
        string[] device = request.Device is { } kind ? ["--device", kind.ToString().ToLowerInvariant()] : [];
        string[] hangLimit = request.HangLimit is { } limit ? ["--hang-limit", $"{limit.TotalSeconds:F0}"] : [];
        string[] retried = [.. order.Retried.SelectMany(number => new[] { "--trial", $"{number}" })];
        string[] resume = ["resume", order.Name, "--db", ledgerPath, .. device, .. workers, .. hangLimit, .. retried];
        return new("/bin/sh", ["-c", Script, log, .. ProgramFacts.SelfCommand, .. resume]) { WorkingDirectory = context.WorkingFolder };
    }

    /// <summary>True once the sweep is running or over; false when the process ended without that.</summary>
    private async Task<bool> Begins(Process process, string sweep)
    {
        for (var began = context.Time.GetTimestamp(); context.Time.GetElapsedTime(began) < StartLimit;)
        {
            if (RunningSweeps.Contains(ledgerPath, sweep)) return true;
            if (process.HasExited) return process.ExitCode == ExitCodes.Done;
            await Task.Delay(Pause, context.Time, context.Interrupted);
        }

        return !process.HasExited;
    }

    /// <summary>The last lines; a log that grew over many runs is not read whole.</summary>
    private static async Task<IEnumerable<string>> Tail(string log)
    {
        if (!File.Exists(log)) return [];
        await using var file = RegularFile.Open(log);
        file.Seek(-Math.Min(file.Length, TailBytes), SeekOrigin.End);
        using var lines = new StreamReader(file);
        return (await lines.ReadToEndAsync()).TrimEnd().Split('\n').TakeLast(10).Select(l => "  " + l);
    }
}
