using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Sweep.Experiments.Worker.Programs;

/// <summary>
/// A running external program as lines. Its standard error is this process's own, so that its last words are kept with the attempt. It lives in the
/// process group of the worker, which the node kills as a whole, and the kernel kills it when the worker dies.
/// </summary>
internal sealed class ProgramProcess : IDisposable
{
    /// <summary>How long a program may take to tidy up after it was asked to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly BlockingCollection<string> lines = [];

    private ProgramProcess(Process process) => this.process = process;

    /// <summary>Starts the program. The calling thread must live as long as the program: the kernel ties the program's life to it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static ProgramProcess Start(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> environment)
    {
        string[] line = [.. DeathSignal.Prefix, .. command];
        var info = new ProcessStartInfo(line[0])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        foreach (var argument in line.Skip(1)) info.ArgumentList.Add(argument);
        WorkerRuntime.RemoveFrom(info.Environment);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        var program = new ProgramProcess(Process.Start(info)!);
        program.Listen();
        return program;
    }

    /// <summary>True when the program is gone and all its lines were taken.</summary>
    public bool IsOver => lines.IsCompleted && process.HasExited;

    /// <summary>The next line of its standard output; null when none came within the time.</summary>
    public string? Take(TimeSpan wait)
    {
        if (lines.TryTake(out var line, wait)) return line;
        // It may close its standard output and work on.
        if (lines.IsCompleted) process.WaitForExit(wait);
        return null;
    }

    /// <summary>Writes a line to its standard input; nothing happens when it does not listen.</summary>
    public void Send(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It closed its standard input; its end tells the rest.
        }
    }

    /// <summary>Closes its standard input.</summary>
    public void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Closed already.
        }
    }

    /// <summary>Waits for its end for the time a program may take to tidy up, then kills what is left of it.</summary>
    /// <param name="ask">True to send SIGTERM to it and to everything it started.</param>
    /// <returns>Exit code; 128 + signal number when a signal ended it.</returns>
    public int End(bool ask)
    {
        CloseInput();
        if (ask) ProcessTree.Terminate(process.Id);
        if (!process.WaitForExit(Grace)) process.Kill(entireProcessTree: true);
        process.WaitForExit(RestLimit);
        return process.HasExited ? process.ExitCode : -1;
    }

    /// <summary>Exit code of a program that is over.</summary>
    public int ExitCode()
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Listen()
    {
        var thread = new Thread(() =>
        {
            try
            {
                while (process.StandardOutput.ReadLine() is { } line) lines.Add(line);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The pipe broke: the same as its end.
            }

            lines.CompleteAdding();
        });
        (thread.IsBackground, thread.Name) = (true, "program output");
        thread.Start();
        // A child that outlives the program would keep the pipe open for ever.
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ = CloseLater();
    }

    private async Task CloseLater()
    {
        await Task.Delay(RestLimit).ConfigureAwait(false);
        if (!lines.IsAddingCompleted) lines.CompleteAdding();
    }
}
