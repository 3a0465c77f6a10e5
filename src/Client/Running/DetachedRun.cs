using System.Diagnostics;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Contracts.Files;

namespace Sweep.Client.Running;

/// <summary>Runs a submitted sweep in a process of its own session, which outlives this terminal.</summary>
internal sealed class DetachedRun(CliContext context, RunRequest request)
{
    /// <summary>Redirects in the shell, because the new process must own its log from its first byte on; <c>$0</c> is the log.</summary>
    private const string Script = """if command -v setsid >/dev/null; then exec setsid "$@"; else exec nohup "$@"; fi >>"$0" 2>&1 </dev/null""";

    private const int TailBytes = 1 << 16;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when the new process coordinates the sweep.</summary>
    public async Task<int> Start(Submission submission)
    {
        var log = SweepFiles.Log(submission.LedgerPath, submission.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        RegularFile.Require(log);
        using var process = Process.Start(Command(submission, log))!;
        if (!await Begins(process, submission))
            throw UserException.Failed([$"the background process ended at once (exit code {process.ExitCode}); the end of its log {log}:", .. await Tail(log)]);
        context.Error.WriteLine($"sweep '{submission.Name}' runs in the background as process {process.Id}");
        context.Error.WriteLine($"  watch it:    {Hint($"watch {submission.Name}")}    or    tail -f {log}");
        context.Error.WriteLine($"  pause it:    {Hint($"pause {submission.Name}")}    ({Hint($"resume {submission.Name}")} goes on)");
        context.Error.WriteLine($"  end it:      {Hint($"cancel {submission.Name}")}");
        return ExitCodes.Done;
    }

    private ProcessStartInfo Command(Submission submission, string log)
    {
        string[] workers = request.Workers is { } n ? ["--workers", n.ToString()] : [];
        string[] hangLimit = request.HangLimit is { } limit ? ["--hang-limit", $"{limit.TotalSeconds:F0}"] : [];
        var info = new ProcessStartInfo("/bin/sh") { WorkingDirectory = context.WorkingFolder };
        foreach (var word in (string[])["-c", Script, log, .. ProgramFacts.SelfCommand, "resume", submission.Name, "--db", submission.LedgerPath, "--device", request.Device.ToString().ToLowerInvariant(), .. workers, .. hangLimit])
            info.ArgumentList.Add(word);
        return info;
    }

    /// <summary>True once the sweep is running or over; false when the process ended without that.</summary>
    private async Task<bool> Begins(Process process, Submission submission)
    {
        for (var began = context.Time.GetTimestamp(); context.Time.GetElapsedTime(began) < StartLimit; await Task.Delay(Pause, context.Time))
        {
            if (RunningSweeps.Contains(submission.LedgerPath, submission.Name)) return true;
            if (process.HasExited) return process.ExitCode == ExitCodes.Done;
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

    private string Hint(string verb) => Hints.Command(context, verb, request.Db);
}
