using Sweep.Contracts;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Looks like the language model, with one parameter of each kind, and knows one whole-configuration rule.</summary>
internal sealed class FakeExperiment : IExperimentDefinition
{
    public string Name { get; init; } = "language-model";

    public IReadOnlyList<ParameterDefinition>? Parameters { get; init; } =
    [
        new() { Name = "cell", Kind = ParameterKind.Choice, Choices = ["rnn", "gru", "lstm"], Default = "rnn",
            Summary = "Recurrent cell." },
        new() { Name = "nonlinearity", Kind = ParameterKind.Choice, Choices = ["tanh", "relu"], Default = "tanh", Summary = "Of the rnn." },
        new() { Name = "layers", Kind = ParameterKind.Integer, Min = 1, Default = "1", Summary = "Layers." },
        new() { Name = "hidden", Kind = ParameterKind.Integer, Min = 1, Default = "256", Summary = "Units." },
        new() { Name = "bidirectional", Kind = ParameterKind.Boolean, Default = "false", Summary = "Both directions." },
        new() { Name = "input", Kind = ParameterKind.ChoiceOrInteger, Choices = ["one-hot"], Min = 1, Default = "one-hot",
            Summary = "Input." },
        new() { Name = "corpus", Kind = ParameterKind.Text, Default = "grammar", Summary = "Corpus." },
        new() { Name = "lr", Kind = ParameterKind.Real, Min = 0, MinIsExclusive = true, Default = "0.5", Summary = "Learning rate." },
        new() { Name = "dropout", Kind = ParameterKind.Real, Min = 0, Max = 1, MaxIsExclusive = true, Default = "0", Summary = "Dropout." },
        new() { Name = "epochs", Kind = ParameterKind.Integer, Min = 1, Summary = "Epochs." },
    ];

    public IReadOnlyList<string>? Metrics { get; init; } = ["train_perplexity", "val_perplexity"];

    public string? DefaultMetric { get; init; } = "val_perplexity";

    public IReadOnlyList<string>? Changeable { get; init; }

    public static ExperimentCatalog Catalog { get; } = new([new FakeExperiment(), UndeclaredDefinition.Program]);

    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder) =>
        config["corpus"]?.ToString() == "missing.txt" ? [new("corpus", "there is no corpus 'missing.txt'")] : [];

    public ConfigProblem? CheckMetric(TrialConfig config, string metric) =>
        config["bidirectional"]?.GetValue<bool>() == true && metric == "val_perplexity"
            ? new("bidirectional", "it sees the future: rank by train_perplexity") : null;

    public IReadOnlyList<string> DataParameters => ["corpus"];

    /// <summary>True where its texts are not.</summary>
    public bool CannotRead { get; init; }

    public DataFacts ReadData(TrialConfig config, string baseFolder) => CannotRead
        ? throw new InvalidOperationException("nothing is read here")
        : new DataFacts { Name = config["corpus"]?.ToString() ?? "grammar", Sha256 = "ab12", FloorPerplexity = 2.5 };

    public TrialWork Measure(TrialConfig config, DataFacts? data) => new()
    {
        Epochs = config["epochs"]?.GetValue<int>() ?? 1,
        TokensPerEpoch = 1000,
        CostKey = config["cell"]?.ToString() ?? "rnn",
        Corpus = data!.Name,
        Facts = new CorpusFacts(data.Sha256, data.FloorPerplexity),
    };
}
