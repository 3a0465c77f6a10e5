using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Sweep.Contracts.Files;
using Sweep.Experiments.Output;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Worker;

namespace Sweep.Silo.Workers;

/// <summary>One operating-system process that speaks in lines. It is started as the leader of its own session, so that a Ctrl-C in the
/// node's terminal does not reach it and killing its group reaches everything it ever started.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int PipeSize = 1 << 16;
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>The program <c>setsid</c>; null where there is none, and process trees are walked instead of groups killed.</summary>
    private static readonly string? SetSid = OperatingSystem.IsWindows()
        ? null : SearchPath.Find("setsid", $"{Environment.GetEnvironmentVariable("PATH")}:/usr/bin");

    private readonly Process process;
    private readonly string token;
    private readonly Channel<string> outbox = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private volatile bool isOver;

    private WorkerProcess(Process process, string token) => (this.process, this.token) = (process, token);

    /// <summary>Completes when the process, its group and what its programs left are dead and everything it wrote was handed on. A pipe
    /// that a stranger holds delays it by two seconds.</summary>
    public Task<WorkerExit> Exit { get; private set; } = null!;

    /// <summary>True while it runs a program of a user: if it dies now, it leaves behind what it would have ended itself.</summary>
    public bool RunsProgram { get; set; }

    /// <summary>Keeps what it writes to standard error now; null = nobody.</summary>
    public KeptOutput? Kept { get; set; }

    public int Id => process.Id;

    /// <summary>Starts a process. Lines of its output and errors are handed on from a thread each, those of one burst together.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static WorkerProcess Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<IReadOnlyList<string>> output,
        Action<IReadOnlyList<string>> errors)
    {
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        // setsid (util-linux, present on every Debian and Ubuntu) makes itself the leader and then becomes the program, under the same
        // process id. .NET can set a process group only on Windows,
        // and setpgid from outside is refused once the child runs another program.
        string[] line = SetSid is { } leader ? [leader, .. command] : [.. command];
        info.FileName = line[0];
        foreach (var argument in line.Skip(1)) info.ArgumentList.Add(argument);
        WorkerEnvironment.Withhold(info.Environment);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        var token = Leftovers.NewToken();
        info.Environment[Leftovers.TokenVariable] = token;

        var worker = new WorkerProcess(Process.Start(info)!, token);
        worker.Attend(output, errors);
        return worker;
    }

    /// <summary>Queues a line for the process's standard input; nothing happens when it is closed.</summary>
    public void Send(string line) => outbox.Writer.TryWrite(line);

    /// <summary>Closes the process's standard input after the queued lines: an idle worker ends by itself.</summary>
    public void CloseInput() => outbox.Writer.TryComplete();

    /// <summary>Kills the whole process group.</summary>
    public void Kill()
    {
        outbox.Writer.TryComplete();
        // The guard of a program has a session of its own, and time to end what it knows of.
        if (ProcessGroup.Kill(process.Id)) return;
        // Until setsid has run (and where it is missing) there is no group of its own yet.
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is Win32Exception or AggregateException or InvalidOperationException)
        {
            // A child of another user cannot be killed by us; the node must not fall with it.
        }
    }

    public void Dispose()
    {
        try
        {
            process.StandardInput.Dispose();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // What it was still to be told has no reader any more.
        }
        process.Dispose();
    }

    private void Attend(Action<IReadOnlyList<string>> output, Action<IReadOnlyList<string>> errors)
    {
        // Threads of their own: a blocked read must not take a thread of the pool that the grains run on.
        var allRead = Task.WhenAll(
            Read("stdout", process.StandardOutput.BaseStream, new LineSplitter(), output),
            Read("stderr", process.StandardError.BaseStream,
                new LineSplitter(limit: StderrTail.Capacity, returnEnds: true, LongLine.Pieces), errors));
        _ = Write();
        Exit = WaitForEnd(allRead);
    }

    private Task Read(string name, Stream from, LineSplitter lines, Action<IReadOnlyList<string>> handle)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                // Closed here and nowhere else: closing waits for a read that waits, and a stranger may hold the other end for ever.
                using var stream = from;
                ReadLines(stream, lines, handle);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The pipe broke: the same as its end.
            }

            end.SetResult();
        });
        (thread.IsBackground, thread.Name) = (true, $"worker {process.Id} {name}");
        thread.Start();
        return end.Task;
    }

    private void ReadLines(Stream from, LineSplitter lines, Action<IReadOnlyList<string>> handle)
    {
        var bytes = new byte[PipeSize];
        for (var count = from.Read(bytes); count > 0; count = from.Read(bytes))
        {
            // What a stranger still writes is nobody's: the slot has its next worker by now.
            if (!isOver && lines.Add(bytes.AsSpan(0, count)) is { Count: > 0 } burst) handle(burst);
        }

        if (!isOver && lines.End() is { Count: > 0 } last) handle(last);
    }

    private async Task Write()
    {
        try
        {
            await foreach (var line in outbox.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
                await process.StandardInput.FlushAsync().ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone; its exit tells the rest.
        }
    }

    private async Task<WorkerExit> WaitForEnd(Task allRead)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        // Children that outlived it would hold the device and the pipe.
        ProcessGroup.Kill(process.Id);
        var left = await EndLeftovers().ConfigureAwait(false);
        await Task.WhenAny(allRead, Task.Delay(RestLimit)).ConfigureAwait(false);
        isOver = true;
        outbox.Writer.TryComplete();
        return new WorkerExit(process.ExitCode) { Leftovers = left };
    }

    /// <summary>A worker ends its programs itself; one that died with a program could not.
    /// Bounded: a process that hangs in the kernel must not keep the slot.</summary>
    private async Task<IReadOnlyList<int>> EndLeftovers()
    {
        if (!RunsProgram) return [];
        var kill = Task.Run(() => Leftovers.OfWorker(token).Kill(KillLimit));
        return await Task.WhenAny(kill, Task.Delay(KillLimit * 2)).ConfigureAwait(false) == kill ? await kill.ConfigureAwait(false) : [];
    }
}
