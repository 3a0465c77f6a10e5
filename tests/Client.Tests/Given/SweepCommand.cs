using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Limits;
using Sweep.Client.Rendering;
using Sweep.Experiments.BuiltIn;

namespace Sweep.Client.Tests.Given;

/// <summary>The command line in this process: a folder of its own, streams that are kept, a clock that stands still.</summary>
internal sealed class SweepCommand : IDisposable
{
    private readonly CancellationTokenSource interrupt = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("sweep-cli-").FullName;

    public string Ledger => Path.Combine(Folder, "sweep.db");

    /// <summary>Runs sweeps instead of a node; none = a verb that starts a node fails the test.</summary>
    public Func<HostRequest, ISweepHost>? Host { get; set; }

    public LibtorchProbe Libtorch { get; set; } = new() { Version = "2.10.0", Folder = "/opt/libtorch", Source = "of the build" };

    /// <summary>What NVIDIA's driver tells.</summary>
    public GpuList Gpus { get; set; } = new([], "nobody");

    /// <summary>What both streams can show.</summary>
    public TerminalFacts Terminal { get; set; } = TerminalFacts.None;

    public long MachineMemory { get; set; } = 8L << 30;

    public ResourceLimits Limits { get; init; } = ResourceLimits.None;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Called when something is written to standard output.</summary>
    public Action OnOutput { get; set; } = () => { };

    /// <summary>Called with all of standard output so far when something is written to it.</summary>
    public Action<string> OnText { get; set; } = _ => { };

    /// <summary>The first Ctrl-C.</summary>
    public void Interrupt() => interrupt.Cancel();

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    /// <summary>Runs one command line.</summary>
    public async Task<Said> Run(params string[] args)
    {
        using StringWriter output = new Watched(OnOutput, OnText), error = new();
        var code = await CommandLine.Run(args, new CliContext
        {
            Out = new ConsoleWriter(output),
            Error = new ConsoleWriter(error),
            OutTerminal = Terminal,
            ErrorTerminal = Terminal,
            WorkingFolder = Folder,
            Variable = name => Variables.GetValueOrDefault(name),
            Time = new StillClock(),
            Interrupted = interrupt.Token,
            Catalog = BuiltInExperiments.Catalog(),
            Host = request => Task.FromResult((Host ?? throw new InvalidOperationException("this verb must not start a node"))(request)),
            MachineMemory = MachineMemory,
            Limits = Limits,
            NvidiaGpus = () => Gpus,
            ProbeLibtorch = () => Task.FromResult(Libtorch),
        });
        return new Said(code, Neutral(output), Neutral(error));
    }

    public void Dispose()
    {
        interrupt.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string Neutral(StringWriter text) => text.ToString().Replace(Folder, "{folder}", StringComparison.Ordinal);

    private sealed class Watched(Action onWrite, Action<string> onText) : StringWriter
    {
        public override void Write(string? value)
        {
            onWrite();
            base.Write(value);
            onText(ToString());
        }
    }
}
