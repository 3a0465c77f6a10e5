using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Sweep.Experiments.Worker;

namespace Sweep.Silo.Workers;

/// <summary>
/// One operating-system process that speaks in lines. It is started as the leader of its own session, so that a Ctrl-C in the node's terminal does not
/// reach it and killing its group reaches everything it ever started.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int PipeSize = 1 << 16;
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly Channel<string> outbox = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>Completes when the process and its group are dead and everything it wrote was handed on.</summary>
    public Task<WorkerExit> Exit { get; private set; } = null!;

    public int Id => process.Id;

    /// <summary>Starts a process. Lines of its standard output and standard error are handed on from a thread each; those of one burst together.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static WorkerProcess Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<IReadOnlyList<string>> output, Action<IReadOnlyList<string>> errors)
    {
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        // setsid (util-linux, present on every Debian and Ubuntu) makes itself the leader and then becomes the program, under the same process id.
        // .NET can set a process group only on Windows, and setpgid from outside is refused once the child runs another program.
        string[] line = SetSid.Path is { } setsid ? [setsid, .. command] : [.. command];
        info.FileName = line[0];
        foreach (var argument in line.Skip(1)) info.ArgumentList.Add(argument);
        WorkerEnvironment.Withhold(info.Environment);
        foreach (var (name, value) in environment) info.Environment[name] = value;

        var worker = new WorkerProcess(Process.Start(info)!);
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
        ProcessGroup.Kill(process.Id);
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
        // Process.Dispose leaves streams alone that somebody took from it.
        foreach (var stream in (Stream[])[process.StandardOutput.BaseStream, process.StandardError.BaseStream]) stream.Dispose();
        try
        {
            process.StandardInput.Dispose();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // What it was still to be told has no reader any more.
        }
        process.Dispose();
    }

    private void Attend(Action<IReadOnlyList<string>> output, Action<IReadOnlyList<string>> errors)
    {
        // Threads of their own: a blocked read must not take a thread of the pool that the grains run on.
        var allRead = Task.WhenAll(Read("stdout", process.StandardOutput.BaseStream, output), Read("stderr", process.StandardError.BaseStream, errors));
        _ = Write();
        Exit = WaitForEnd(allRead);
    }

    private Task Read(string name, Stream from, Action<IReadOnlyList<string>> handle)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                var (bytes, lines) = (new byte[PipeSize], name == "stderr" ? new LineSplitter(limit: 4096, returnEnds: true) : new LineSplitter());
                for (var count = from.Read(bytes); count > 0; count = from.Read(bytes))
                {
                    if (lines.Add(bytes.AsSpan(0, count)) is { Count: > 0 } burst) handle(burst);
                }

                if (lines.End() is { Count: > 0 } last) handle(last);
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
        await Task.WhenAny(allRead, Task.Delay(RestLimit)).ConfigureAwait(false);
        outbox.Writer.TryComplete();
        return new WorkerExit(process.ExitCode);
    }
}
