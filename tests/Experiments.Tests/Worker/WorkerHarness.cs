using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Tests.Specs;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>A <see cref="WorkerLoop"/> of this process with pipes of lines in place of its standard streams.</summary>
internal sealed class WorkerHarness : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly LinePipe commands = new();
    private readonly LinePipe events = new();
    private readonly Thread thread;
    private readonly WorkerLoop loop;

    public WorkerHarness(params (string Experiment, ITrialRunner Runner)[] runners)
        : this([.. runners.Select(r => new Experiment(new FakeExperiment { Name = r.Experiment, Parameters = null }, () => r.Runner))])
    {
    }

    public WorkerHarness(IReadOnlyList<Experiment> experiments)
    {
        loop = new WorkerLoop(commands.Reader, events.Writer, new WorkerParts
        {
            Experiments = experiments,
            Die = Died.Set,
            Log = TextWriter.Synchronized(Log),
        });
        thread = new Thread(() => ExitCode = loop.Run()) { IsBackground = true };
        thread.Start();
    }

    public ManualResetEventSlim Died { get; } = new();

    public StringWriter Log { get; } = new();

    public int? ExitCode { get; private set; }

    public static StartTrial Order(string experiment, string config = "{}", long seed = 1, int attempt = 1, string folder = "/nowhere") =>
        new()
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

    public void Send(WorkerCommand command) => SendLine(WorkerProtocol.Write(command));

    public void SendLine(string line)
    {
        commands.Writer.Write(line);
        commands.Writer.Write('\n');
        commands.Writer.Flush();
    }

    public void CloseInput() => commands.Writer.Close();

    public void Terminate() => loop.Terminate();

    public string NextLine() => events.TryTake(Limit) ?? throw new TimeoutException("the worker said nothing more");

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
        CloseInput();
        WaitForExit();
        loop.Dispose();
        Died.Dispose();
        commands.Dispose();
        events.Dispose();
    }
}
