using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Text.Json.Nodes;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>A <see cref="WorkerLoop"/> of this process with real pipes in place of its standard streams.</summary>
internal sealed class WorkerHarness : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly AnonymousPipeServerStream commandPipe = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream eventPipe = new(PipeDirection.In);
    private readonly BlockingCollection<string> lines = [];
    private readonly StreamWriter commands;
    private readonly Thread thread;
    private readonly WorkerLoop loop;

    public WorkerHarness(params (string Experiment, ITrialRunner Runner)[] runners)
    {
        commands = new StreamWriter(commandPipe) { AutoFlush = true };
        var output = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, eventPipe.ClientSafePipeHandle));
        var input = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, commandPipe.ClientSafePipeHandle));
        loop = new WorkerLoop(input, output, new WorkerParts
        {
            Runners = runners.ToDictionary(r => r.Experiment, r => new Lazy<ITrialRunner>(r.Runner)),
            Die = Died.Set,
            Log = TextWriter.Synchronized(Log),
        });
        thread = new Thread(() =>
        {
            ExitCode = loop.Run();
            output.Dispose();
        });
        thread.Start();
        new Thread(ReadLines) { IsBackground = true }.Start();
    }

    public ManualResetEventSlim Died { get; } = new();

    public StringWriter Log { get; } = new();

    public int? ExitCode { get; private set; }

    public static StartTrial Order(string experiment, string config = "{}", long seed = 1, int attempt = 1, string folder = "/nowhere") => new()
    {
        Sweep = "s",
        Trial = 0,
        Attempt = attempt,
        Experiment = experiment,
        Config = JsonNode.Parse(config)!.AsObject(),
        Seed = seed,
        CheckpointFolder = folder,
        BaseFolder = "/",
        Metric = "loss",
    };

    public void Send(WorkerCommand command) => commands.WriteLine(WorkerProtocol.Write(command));

    public void SendLine(string line) => commands.WriteLine(line);

    public void CloseInput() => commands.Dispose();

    public void Terminate() => loop.Terminate();

    public string NextLine() => lines.TryTake(out var line, Limit) ? line : throw new TimeoutException("the worker said nothing more");

    public TrialEvent Next() => WorkerProtocol.TryReadEvent(NextLine()) ?? throw new InvalidDataException("not an event");

    public T Next<T>() where T : TrialEvent => Assert.IsType<T>(Next());

    /// <summary>Every event up to and with the next <see cref="TrialEnded"/>.</summary>
    public List<TrialEvent> UntilEnded()
    {
        var events = new List<TrialEvent>();
        do events.Add(Next()); while (events[^1] is not TrialEnded);
        return events;
    }

    public void WaitForExit() => Assert.True(thread.Join(Limit), "the worker loop did not end");

    public void Dispose()
    {
        commands.Dispose();
        WaitForExit();
        eventPipe.Dispose();
        loop.Dispose();
        Died.Dispose();
        lines.Dispose();
    }

    private void ReadLines()
    {
        using var reader = new StreamReader(eventPipe);
        while (reader.ReadLine() is { } line) lines.Add(line);
    }
}
