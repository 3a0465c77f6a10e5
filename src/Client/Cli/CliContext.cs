using System.Diagnostics.CodeAnalysis;
using Sweep.Client.Hosting;
using Sweep.Client.Limits;
using Sweep.Client.Progress;
using Sweep.Client.Rendering;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Output;
using Sweep.Experiments.Worker;

namespace Sweep.Client.Cli;

/// <summary>Everything one invocation takes from its surroundings, so that a test can hand in its own.</summary>
public sealed record CliContext
{
    /// <summary>Data goes here.</summary>
    public required ConsoleWriter Out { get; init; }

    /// <summary>Everything that is not data goes here.</summary>
    public required ConsoleWriter Error { get; init; }

    public TerminalFacts OutTerminal { get; init; } = TerminalFacts.None;

    public TerminalFacts ErrorTerminal { get; init; } = TerminalFacts.None;

    /// <summary>Absolute folder against which relative paths of the command line are resolved.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Cancelled by the first Ctrl-C, SIGTERM or SIGHUP: <see cref="Graceful"/> work winds down, all else ends at once.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>What winds down by itself when interrupted.</summary>
    public GracefulWork Graceful { get; } = new();

    /// <summary>Ends the process without waiting for what was interrupted, which may be in native code; default: nothing.</summary>
    public Action<int> EndAtOnce { get; init; } = _ => { };

    public required ExperimentCatalog Catalog { get; init; }

    /// <summary>Starts what runs sweeps; default: the node inside this process.</summary>
    public Func<HostRequest, Task<ISweepHost>>? Host { get; init; }

    /// <summary>Looks at libtorch in another process; default: this program once more.</summary>
    public Func<Task<LibtorchProbe>> ProbeLibtorch { get; init; } = LibtorchProbing.InAnotherProcess;

    /// <summary>Asks for the GPUs of this machine without libtorch; default: NVIDIA's driver.</summary>
    public Func<GpuList> NvidiaGpus { get; init; } = NvidiaDriver.Look;

    /// <summary>Memory for all trials together in bytes: the machine's or the container's, less a reserve.</summary>
    public long MachineMemory { get; init; } = Hosting.MachineMemory.OfThisMachine();

    public ResourceLimits Limits { get; init; } = ResourceLimits.None;

    public static CliContext OfProcess(StandardStreams streams, CancellationToken interrupted)
    {
        var (error, terminal) =
            (new ConsoleWriter(streams.Error), TerminalFacts.Of(Console.IsErrorRedirected, Environment.GetEnvironmentVariable));
        return new()
        {
            Out = new ConsoleWriter(streams.Out),
            Error = error,
            OutTerminal = TerminalFacts.Of(Console.IsOutputRedirected, Environment.GetEnvironmentVariable),
            ErrorTerminal = terminal,
            WorkingFolder = Environment.CurrentDirectory,
            Variable = Environment.GetEnvironmentVariable,
            Interrupted = interrupted,
            Limits = ResourceLimits.OfProcess(),
            EndAtOnce = ProcessEnd.WithCode,
            Catalog = BuiltInExperiments.Catalog(BuiltInExperiments.Corpora(new DownloadDisplay(error, terminal), error.WriteLine)),
        };
    }

    public Task<ISweepHost> StartHost(HostRequest request) => Host is { } host ? host(request)
        : LocalNode.Start(request, Catalog, GiveUp, notice => Error.WriteLine($"! {notice}"));

    /// <summary>Ends the process at once, with a line that says why; the workers see that their node is gone, and end.</summary>
    public void GiveUp(string why)
    {
        Error.WriteLine($"sweep: {why}");
        EndAtOnce(ExitCodes.Failed);
    }

    /// <summary>Absolute form of a path of the command line; null for null.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public string? Resolve(string? path) => path is null ? null : Path.GetFullPath(path, WorkingFolder);
}
