using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Worker;

namespace Sweep.Cluster.Tests;

/// <summary>What trials are predicted to take, against what a real worker took at its peak by the kernel's count (<c>VmHWM</c>). Texts are
/// short: the peak is reached in the second epoch.</summary>
public sealed class PredictedMemoryTests(ITestOutputHelper output)
{
    private static readonly LanguageModelDefinition Definition = (LanguageModelDefinition)BuiltInExperiments.Catalog()
        .Find(LanguageModelDefinition.Experiment)!;

    [Theory]
    [InlineData("""{"cell": "rnn", "hidden": 32}""")]
    [InlineData("""{"cell": "lstm", "hidden": 256}""")]
    [InlineData("""{"cell": "gru", "hidden": 1024, "layers": 2, "grammar_length": 2000}""")]
    [InlineData("""{"cell": "lstm", "hidden": 1536, "optimizer": "adam", "lr": 0.001, "grammar_length": 2000}""")]
    [InlineData("""{"cell": "lstm", "hidden": 512, "batch_size": 128, "num_steps": 64, "grammar_length": 10000}""")]
    [InlineData("""{"cell": "gru", "hidden": 512, "bidirectional": true, "sampling": "random", "grammar_length": 20000}""")]
    [InlineData("""{"cell": "lstm", "hidden": 512, "layers": 2, "dropout": 0.5, "batch_size": 64, "grammar_length": 9000}""")]
    [InlineData("""{"cell": "rnn", "hidden": 256, "token": "word", "grammar_length": 400000, "max_tokens": 8000}""")]
    [InlineData("""{"cell": "gru", "hidden": 64, "grammar_length": 4000000, "max_tokens": 20000}""")]
    [InlineData("""{"cell": "lstm", "hidden": 256, "layer_norm": true}""")]
    [InlineData("""{"cell": "rnn", "hidden": 512, "layers": 8, "residual": true, "layer_norm": true}""")]
    [InlineData("""{"cell": "gru", "hidden": 512, "layers": 4, "residual": true, "batch_size": 64, "grammar_length": 9000}""")]
    [InlineData("""{"cell": "lstm", "hidden": 512, "layers": 2, "precision": "bf16", "batch_size": 64, "grammar_length": 9000}""")]
    [InlineData("""{"cell": "lstm", "hidden": 1024, "dropout_recurrent": 0.5, "averaging": "asgd", "averaging_from": 1}""")]
    public async Task A_worker_takes_at_least_half_of_what_was_predicted_and_never_more_than_was_asked_for(string shape)
    {
        using var workspace = new Workspace();
        var config = Config(shape);
        using var worker = SweepProgram.Start(workspace.Folder, WorkerRuntime.Settings, ["worker"]);
        worker.Input.WriteLine(WorkerProtocol.Write(Start(workspace, config)));
        worker.Input.Flush();
        Assert.True(await worker.Until(() => Ended(worker) is not null), worker.Errors);
        Assert.True(Ended(worker)!.Outcome == AttemptOutcome.Completed, Ended(worker)!.Reason);

        var (predicted, peak) = (Predict(config, workspace.Folder), PeakBytes(worker.Pid));

        output.WriteLine($"{shape}: predicted {predicted >> 20} MiB, asked {MemoryAsk.Of(predicted) >> 20} MiB, took {peak >> 20} MiB, " +
            $"predicted/took {(double)predicted / peak:0.00}");
        Assert.InRange(peak, predicted / 2, MemoryAsk.Of(predicted));
    }

    private static JsonObject Config(string shape)
    {
        var config = new JsonObject
        {
            ["corpus"] = "grammar",
            ["token"] = "char",
            ["sampling"] = "sequential",
            ["optimizer"] = "sgd",
            ["lr"] = 0.1,
            ["batch_size"] = 32,
            ["num_steps"] = 35,
            ["epochs"] = 2,
            ["grammar_length"] = 5000,
        };
        foreach (var (name, value) in JsonNode.Parse(shape)!.AsObject()) config[name] = value!.DeepClone();
        return config;
    }

    private static long Predict(JsonObject config, string folder)
    {
        var trial = TrialConfig.Parse(config.ToJsonString());
        return Definition.PredictMemory(trial, new DataCatalog(Definition).Measure(trial, folder).CostKey, DeviceClass.Cpu)!.Value;
    }

    private static StartTrial Start(Workspace workspace, JsonObject config) => new()
    {
        Sweep = "test",
        Trial = 0,
        Attempt = 1,
        Experiment = LanguageModelDefinition.Experiment,
        Seed = 1,
        Metric = config["bidirectional"] is null ? LanguageModelMetrics.TrainPerplexity : LanguageModelMetrics.TrainPseudoPerplexity,
        CheckpointFolder = Path.Combine(workspace.Folder, "0"),
        BaseFolder = workspace.Folder,
        Config = config,
    };

    private static TrialEnded? Ended(SweepProgram worker) =>
        worker.Output.Split('\n').Select(WorkerProtocol.TryReadEvent).OfType<TrialEnded>().FirstOrDefault();

    private static long PeakBytes(int pid) => 1024 * long.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
