using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Sweep.Experiments.Output;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>A running external program as lines. Whatever it writes is kept; its standard error goes on to this process's own, so that its
/// end is kept with the attempt. A <see cref="ProgramGuard"/> stands between the two where there is one; without it the program lives in
/// the worker's process group and dies with the worker, its descendants perhaps not.</summary>
internal sealed class ProgramProcess : IDisposable
{
    /// <summary>How long a program may take to tidy up after it was asked to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private const int PipeSize = 1 << 16;
    private const int LongestError = 4096;
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly ProgramInput input;
    private readonly Leftovers? leftovers;
    private readonly LineQueue lines = new();
    private readonly LastWords words = new();
    private readonly ManualResetEventSlim errorsEnd = new();

    private ProgramProcess(Process process, bool isGuarded)
    {
        this.process = process;
        input = new ProgramInput(process.StandardInput);
        if (isGuarded) leftovers = Leftovers.BelowThisProcess(process.Id);
    }

    /// <summary>Starts the program. The calling thread must live as long: the kernel ties the life of an unguarded program to it.</summary>
    /// <param name="command">Its command line.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="environment">Variables to set over this process's own.</param>
    /// <param name="guard">Words that start a guard; empty = none. With a guard this process must have no other children.</param>
    /// <param name="output">Keeps its standard output.</param>
    /// <param name="errors">Keeps its standard error.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static ProgramProcess Start(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> guard,
        KeptOutput output, KeptOutput errors)
    {
        var isGuarded = guard.Count > 0;
        string[] line = isGuarded ? [.. guard, Environment.ProcessId.ToString(), .. command] : [.. DeathSignal.Prefix, .. command];
        var info = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        WorkerRuntime.RemoveFrom(info.Environment);
        OuterEnvironment.Restore(info.Environment);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        if (isGuarded)
        {
            ProgramGuard.AddMark(info.Environment);
            ChildProcesses.AdoptOrphans();
        }

        var program = new ProgramProcess(Process.Start(info)!, isGuarded);
        program.Listen(output, errors);
        return program;
    }

    /// <summary>True when the program is gone and all its lines were taken.</summary>
    public bool IsOver => lines.IsCompleted && process.HasExited && errorsEnd.IsSet;

    /// <summary>The last line of its standard error that says something; null = there is none.</summary>
    public string? LastWords => words.Line;

    /// <summary>Exit code of a program that is over.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>The next line of its standard output; null when none came within the time.</summary>
    public string? Take(TimeSpan wait)
    {
        if (lines.Take(wait) is { } line) return line;
        // It may close its standard output and work on.
        if (lines.IsCompleted && process.WaitForExit(wait)) errorsEnd.Wait(wait);
        return null;
    }

    /// <summary>Writes a line to its standard input; nothing happens when it does not listen.</summary>
    public void Send(string line) => input.Send(line);

    /// <summary>Closes its standard input.</summary>
    public void CloseInput() => input.Close();

    /// <summary>Waits for its end while it may tidy up, then kills what is left of it. What it still prints is thrown away.</summary>
    /// <param name="ask">True to send SIGTERM to it and to everything it started.</param>
    public void End(bool ask)
    {
        CloseInput();
        lines.Discard();
        // A guard passes it on, and knows then why the program ends.
        if (ask && leftovers is null) ProcessTree.Terminate(process.Id);
        else if (ask) ProcessGroup.Terminate(process.Id);
        if (!process.WaitForExit(Grace)) Kill();
    }

    /// <summary>Kills the program and whatever it started.</summary>
    public void Dispose()
    {
        lines.Discard();
        Kill();
        process.Dispose();
    }

    private void Kill()
    {
        _ = leftovers?.Kill(Grace);
        if (process.HasExited) return;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is Win32Exception or AggregateException or InvalidOperationException)
        {
            // It ended meanwhile, or became a process of another user, which nobody here can kill.
        }

        process.WaitForExit(RestLimit);
    }

    private void Listen(KeptOutput output, KeptOutput errors)
    {
        new Thread(() => Read(output)) { IsBackground = true, Name = "program output" }.Start();
        new Thread(() => ReadErrors(errors)) { IsBackground = true, Name = "program errors" }.Start();
        // A stranger that was handed the pipe would keep it open for ever.
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ = CloseLater();
    }

    private void Read(KeptOutput kept)
    {
        var splitter = new LineSplitter();
        Read(process.StandardOutput.BaseStream, bytes =>
        {
            kept.Write(bytes);
            foreach (var line in splitter.Add(bytes)) lines.Add(line);
        });
        foreach (var line in splitter.End()) lines.Add(line);
        lines.Complete();
    }

    private void ReadErrors(KeptOutput kept)
    {
        using var own = Console.OpenStandardError();
        var splitter = new LineSplitter(LongestError, returnEnds: true, LongLine.Pieces);
        Read(process.StandardError.BaseStream, bytes =>
        {
            kept.Write(bytes);
            own.Write(bytes);
            words.Hear(splitter.Add(bytes));
        });
        words.Hear(splitter.End());
        errorsEnd.Set();
    }

    private static void Read(Stream from, Action<ReadOnlySpan<byte>> take)
    {
        try
        {
            using var stream = from;
            var bytes = new byte[PipeSize];
            for (var count = stream.Read(bytes); count > 0; count = stream.Read(bytes)) take(bytes.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe broke: the same as its end.
        }
    }

    private async Task CloseLater()
    {
        lines.Drain();
        await Task.Delay(RestLimit).ConfigureAwait(false);
        lines.Complete();
        errorsEnd.Set();
    }
}

/// <summary>How a program is made to die with its worker, even when the worker is killed with SIGKILL.</summary>
internal static class DeathSignal
{
    private const string Program = "/usr/bin/setpriv";

    /// <summary>Words before the program's own: setpriv (util-linux) asks the kernel for SIGKILL at the parent's death and then becomes the
    /// program. Empty where it is missing.</summary>
    public static IReadOnlyList<string> Prefix { get; } = OperatingSystem.IsLinux() && File.Exists(Program)
        ? [Program, "--pdeathsig", "KILL", "--"] : [];
}

/// <summary>What a program finds in its environment beside its arguments; documented in docs/worker-protocol.md.</summary>
internal static class ProgramEnvironment
{
    public static IReadOnlyDictionary<string, string> For(StartTrial order)
    {
        var variables = new Dictionary<string, string>
        {
            ["SWEEP_NAME"] = order.Sweep,
            ["SWEEP_TRIAL"] = order.Trial.ToString(),
            ["SWEEP_ATTEMPT"] = order.Attempt.ToString(),
            ["SWEEP_SEED"] = order.Seed.ToString(),
            ["SWEEP_CONFIG"] = PythonText.Json(order.Grouped ?? order.Config),
            ["SWEEP_METRIC"] = order.Metric,
            ["SWEEP_DEVICE"] = order.Device,
            // Kept over all attempts of the trial: what is saved here can be gone on from.
            ["SWEEP_CHECKPOINTS"] = order.CheckpointFolder,
            ["SWEEP_PYTHON"] = PythonModules.Folder,
            // Python holds lines back when it writes to a pipe.
            ["PYTHONUNBUFFERED"] = "1",
        };
        if (order.WandbStandIn) PythonModules.PutFirst(variables, Environment.GetEnvironmentVariable);
        return variables;
    }
}
