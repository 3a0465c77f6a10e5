using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Tests.Worker;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Training;

/// <summary>Runs trials in this process, in a folder of their own: of the language model unless told otherwise.</summary>
internal sealed class TrainingHarness : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sweep-training-").FullName;

    public StringWriter Log { get; } = new();

    public CheckpointFolder Checkpoints => new(TrialFolder);

    public string TrialFolder => Path.Combine(Folder, "trial");

    /// <summary>Another experiment than the language model; null = that one.</summary>
    public (IExperimentDefinition Definition, Func<StartTrial, ITrainingSession> Open)? Other { get; init; }

    /// <summary>Training steps of all attempts so far.</summary>
    public int Steps { get; private set; }

    /// <summary>A configuration small enough for a test: about 20 batches an epoch.</summary>
    public static JsonObject Config(string more = "{}")
    {
        var config = JsonNode.Parse("""
            {"corpus": "grammar", "grammar_length": 3000, "batch_size": 8, "num_steps": 16, "hidden": 12, "epochs": 3, "lr": 0.5, "clip": 1}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject()) config[name] = value?.DeepClone();
        return config;
    }

    public StartTrial Order(JsonObject config, long seed = 1, int attempt = 1, string metric = "val_perplexity") =>
        WorkerHarness.Order(Other?.Definition.Name ?? "language-model", config.ToJsonString(), seed, attempt, TrialFolder)
            with
        { Metric = metric, BaseFolder = Folder };

    /// <summary>Runs one attempt; interrupts it after so many training steps.</summary>
    public List<TrialEvent> Run(StartTrial order, int? interruptAfter = null, TimeProvider? time = null) =>
        Run(order, time ?? TimeProvider.System, (trial, steps) =>
        {
            if (steps == interruptAfter) trial.AskToStop(new StopTrial { Outcome = AttemptOutcome.Interrupted, Reason = "test" });
        });

    /// <summary>Runs one attempt that ends without a word after so many training steps; checkpoints are always due.</summary>
    public void RunAndDie(StartTrial order, int after) =>
        Assert.Throws<OperationCanceledException>(() => Run(order, new SteppingClock(20), (_, steps) =>
        {
            if (steps == after) throw new OperationCanceledException("killed");
        }));

    /// <summary>Runs one attempt on a clock, with something to do after each training step.</summary>
    public List<TrialEvent> Run(StartTrial order, TimeProvider time, Action<TrialContext, int> afterStep)
    {
        var output = new StringWriter();
        using var events = new EventWriter(output, TimeProvider.System, () => { });
        var trial = new TrialContext(order, events, time, Log);
        var steps = 0;
        var corpora = new CorpusCatalog(Folder, new HttpClient());
        var runner = new SessionRunner(started => Other?.Open(started.Order) ?? LanguageModelTrial.Open(started.Order, corpora))
        {
            AfterStep = () =>
            {
                Steps++;
                afterStep(trial, ++steps);
            },
        };
        TrialEnded ended;
        try
        {
            ended = new Experiment(Other?.Definition ?? new LanguageModelDefinition(new CorpusCatalog([])), () => runner).Run(trial);
        }
        catch (TrialException e)
        {
            ended = TrialFailure.Of(e);
        }
        events.Flush();
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => WorkerProtocol.TryReadEvent(line)!), ended];
    }

    public static List<TrialReport> Reports(IEnumerable<TrialEvent> events) => [.. events.OfType<TrialReport>()];

    /// <summary>All reproducible numbers of all reports, as their bits.</summary>
    public static string Bits(IEnumerable<TrialEvent> events) => string.Join('\n', events.OfType<TrialReport>().Select(r =>
        $"{r.Epoch}: " + string.Join(' ', r.Metrics.Where(m => m.Key != "tokens_per_second")
            .Select(m => $"{m.Key}={BitConverter.DoubleToInt64Bits(m.Value):x16}"))));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
