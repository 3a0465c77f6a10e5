using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Tests.Worker;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Sequences;

/// <summary>Runs seq2seq trials in this process, in a folder of their own.</summary>
internal sealed class SequenceHarness : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sweep-sequences-").FullName;

    public StringWriter Log { get; } = new();

    public string TrialFolder => Path.Combine(Folder, "trial");

    /// <summary>A configuration small enough for a test: 12 batches an epoch.</summary>
    public static JsonObject Config(string more = "{}")
    {
        var config = JsonNode.Parse("""
            {"task": "reverse", "length": 4, "min_length": 2, "alphabet": 6, "count": 200, "batch_size": 16, "hidden": 10, "input": 6,
             "lr": 0.01, "epochs": 3}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject()) config[name] = value?.DeepClone();
        return config;
    }

    public StartTrial Order(JsonObject config, long seed = 1) =>
        WorkerHarness.Order("seq2seq", config.ToJsonString(), seed, 1, TrialFolder)
            with
        { Metric = "val_perplexity", BaseFolder = Folder };

    /// <summary>Runs one attempt; interrupts it after so many training steps.</summary>
    public List<TrialEvent> Run(StartTrial order, int? interruptAfter = null)
    {
        var output = new StringWriter();
        using var events = new EventWriter(output, TimeProvider.System, () => { });
        var trial = new TrialContext(order, events, TimeProvider.System, Log);
        var (steps, pairs) = (0, new PairCatalog());
        var runner = new SessionRunner(started => new SequenceSession(started.Order, pairs))
        {
            AfterStep = () =>
            {
                if (++steps == interruptAfter) trial.AskToStop(new StopTrial { Outcome = AttemptOutcome.Interrupted, Reason = "test" });
            },
        };
        TrialEnded ended;
        try
        {
            ended = new Experiment(new SequenceDefinition(pairs), () => runner).Run(trial);
        }
        catch (TrialException e)
        {
            ended = TrialFailure.Of(e);
        }

        events.Flush();
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => WorkerProtocol.TryReadEvent(line)!), ended];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
