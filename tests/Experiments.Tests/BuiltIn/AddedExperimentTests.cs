using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Tests.Worker;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.BuiltIn;

/// <summary>The experiment that docs/experiments.md adds: catalogued, planned, run and confined by what it declares,
/// without a line of the product for it.</summary>
public sealed class AddedExperimentTests : IDisposable
{
    private static readonly Experiment Toy = new(new CountDefinition(), () => new SessionRunner(trial => new CountSession(trial)));

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("sweep-added-");

    public AddedExperimentTests()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "inside.txt"), "abcd");
        File.WriteAllText(Path.Combine(root.FullName, "outside.txt"), "a secret");
        File.CreateSymbolicLink(Path.Combine(Data, "link.txt"), "../outside.txt");
    }

    private string Data => Path.Combine(root.FullName, "data");

    [Fact]
    public void A_sweep_file_names_it()
    {
        var read = SweepSpecReader.Read("{name: s, experiment: count, method: grid, parameters: {file: {values: [a, b]}}}",
            new ExperimentCatalog([Toy.Definition]), new SpecPlace(Data), []);

        Assert.Empty(read.Errors);
        Assert.Equal(("count", "characters"), (read.Spec!.Experiment, read.Spec.Metric));
    }

    [Fact]
    public void A_worker_runs_it()
    {
        var events = Run("inside.txt");

        Assert.Equal(4, Assert.Single(events.OfType<TrialReport>()).Metrics["characters"]);
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("link.txt")]
    [InlineData("/etc/passwd")]
    public void A_confined_worker_reads_nothing_outside_its_data_folder(string file)
    {
        var ended = Assert.IsType<TrialEnded>(Assert.Single(Run(file)));

        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains($"file '{file}'", ended.Reason);
        Assert.Contains("data folder", ended.Reason);
    }

    [Fact]
    public void A_default_is_confined_too() =>
        Assert.Contains("file '/usr/share/dict/words'", PathConfinement.Problem(Toy.Definition, new JsonObject()));

    public void Dispose() => root.Delete(recursive: true);

    private List<TrialEvent> Run(string file)
    {
        using var worker = new WorkerHarness([Toy]);
        worker.Next<WorkerReady>();
        worker.Send(WorkerHarness.Order("count", $$"""{"file": "{{file}}"}""") with { DataFolder = Data });
        return worker.UntilEnded();
    }

    private sealed class CountDefinition : IExperimentDefinition
    {
        public string Name => "count";

        public IReadOnlyList<ParameterDefinition> Parameters { get; } =
            [ParameterDefinitions.Text("file", "/usr/share/dict/words", "file to count") with { IsPath = true }];

        public IReadOnlyList<string> Metrics => ["characters"];

        public string DefaultMetric => "characters";

        public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) => [];

        public TrialWork Measure(TrialConfig config, DataFacts? data) => new() { Epochs = 1, CostKey = Name };
    }

    private sealed class CountSession(TrialContext trial) : ITrainingSession
    {
        private readonly string path = Path.Combine(trial.Order.PathFolder, trial.Order.Config["file"]!.GetValue<string>());
        private long characters;

        public int Epochs => 1;

        public (int Steps, long Tokens) BeginEpoch(int epoch) => (1, 0);

        public void Step(int step) => characters = File.ReadAllText(path).Length;

        public double TrainLoss(int steps) => characters;

        public double? Evaluate(Func<bool> goOn) => characters;

        public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond) =>
            new Dictionary<string, double> { ["characters"] = heldOutLoss };

        public void Dispose()
        {
        }
    }
}
