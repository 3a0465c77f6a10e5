using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Models;
using Sweep.Models.Cells;

namespace Sweep.Experiments.LanguageModels;

/// <summary>The <c>language-model</c> experiment: trains one language model on one corpus.</summary>
public sealed class LanguageModelDefinition(CorpusCatalog corpora) : IExperimentDefinition
{
    /// <summary>Name of the experiment.</summary>
    public const string Experiment = "language-model";

    /// <inheritdoc />
    public string Name => Experiment;

    /// <inheritdoc />
    public IReadOnlyList<ParameterDefinition> Parameters => LanguageModelParameters.Definitions;

    /// <inheritdoc />
    public IReadOnlyList<string> Metrics => LanguageModelMetrics.All;

    /// <inheritdoc />
    public string DefaultMetric => LanguageModelMetrics.ValPerplexity;

    /// <inheritdoc />
    public ITextWriter Writer { get; } = new LanguageModelWriter();

    /// <inheritdoc />
    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder)
    {
        LanguageModelTrialOptions options;
        try
        {
            options = Read(config, baseFolder);
        }
        catch (TrialException e)
        {
            return [new ConfigProblem(null, e.Message)];
        }
        var problems = Contradictions(options).ToList();
        if (corpora.Problem(options.Corpus, options.Shape) is { } problem) problems.Add(new ConfigProblem("corpus", problem));
        return problems;
    }

    /// <inheritdoc />
    public ConfigProblem? CheckMetric(TrialConfig config, string metric)
    {
        var options = Read(config, Path.DirectorySeparatorChar.ToString());
        if (LanguageModelMetrics.Missing(metric, options) is { } missing)
            return new ConfigProblem(config.Has("bidirectional") ? "bidirectional" : null, missing);
        return null;
    }

    /// <inheritdoc />
    /// <remarks>Not <c>min_lr</c>: drawn beside <c>lr</c> it may come to lie above it, which is refused.</remarks>
    public IReadOnlyList<string> Changeable { get; } =
    [
        "lr", "weight_decay", "clip", "dropout", "num_steps", "dropout_input", "dropout_output", "dropout_recurrent", "clip_value",
        "schedule_every", "schedule_factor", "schedule_patience",
    ];

    /// <inheritdoc />
    public IReadOnlyList<string> DataParameters { get; } =
        ["corpus", "token", "max_tokens", "min_freq", "validation", "grammar_length", "grammar_seed", "text", "vocab_size", "tokenizer",
            "max_characters", "validation_corpus", "test_corpus"];

    /// <inheritdoc />
    public DataFacts ReadData(TrialConfig config, string baseFolder)
    {
        var corpus = corpora.Load(Read(config, baseFolder).Corpus);
        return new DataFacts
        {
            Name = corpus.Name,
            Sha256 = corpus.Sha256,
            FloorPerplexity = corpus.FloorPerplexity,
            Vocabulary = corpus.Vocabulary.Count,
            Characters = corpus.Characters,
            TrainTokens = corpus.Train.Length,
        };
    }

    /// <inheritdoc />
    public TrialWork Measure(TrialConfig config, DataFacts? data)
    {
        var options = Read(config, Path.DirectorySeparatorChar.ToString());
        return new TrialWork
        {
            Epochs = options.Epochs,
            TokensPerEpoch = (long)options.Shape.Batches((int)data!.TrainTokens, 0) * options.BatchSize * options.NumSteps,
            CostKey = CostKey(options, data),
            Corpus = data.Name,
            Facts = new CorpusFacts(data.Sha256, options.Bidirectional ? null : data.FloorPerplexity),
        };
    }

    /// <summary>Combinations in which a value could have no effect or no meaning.</summary>
    internal static IEnumerable<ConfigProblem> Contradictions(LanguageModelTrialOptions options)
    {
        if (options.Bidirectional && options.Sampling == Sampling.Sequential)
        {
            yield return new ConfigProblem("sampling",
                "sampling: sequential carries the state on, but a bidirectional model's backward state comes from the future; use " +
                    "sampling: random")
            { Otherwise = "bidirectional" };
        }
        foreach (var problem in options.Rule.Contradictions()) yield return problem;
        if (options.Kind.Reads("cell") && NonlinearityProblem(options.Cell, options.Nonlinearity) is { } unread) yield return unread;
        foreach (var problem in TrainingContradictions.Of(options)) yield return problem;
        foreach (var problem in options.Kind.Contradictions(options)) yield return problem;
        foreach (var problem in ThroughTimeParameters.Contradictions(options)) yield return problem;
    }

    /// <summary>A function that its cell does not read; null when it does, or it is the default.</summary>
    internal static ConfigProblem? NonlinearityProblem(CellDescriptor cell, Nonlinearity nonlinearity)
    {
        if (nonlinearity == Nonlinearity.Tanh || cell.ReadsNonlinearity) return null;
        var reader = CellCatalog.Default.All.First(other => other.ReadsNonlinearity);
        return new ConfigProblem("nonlinearity",
            $"nonlinearity belongs to cell: {reader}, found {cell}; leave it out there, for example with when: {{cell: {reader}}}")
        { Otherwise = "cell" };
    }

    /// <inheritdoc />
    public long? PredictMemory(TrialConfig config, CostKey costKey, DeviceClass device)
    {
        if (costKey.Number("vocabulary") is not { } vocabulary) return null;
        var options = Read(config, Path.DirectorySeparatorChar.ToString());
        var text = TextSize.Of(options.Corpus, TextSize.FromCostKey(costKey));
        return LanguageModelMemory.Of(options, (int)vocabulary, text, device).Total;
    }

    private static CostKey CostKey(LanguageModelTrialOptions o, DataFacts corpus) =>
        $"{Experiment} {o.Kind.Shape(o)} "
        + $"input={o.EmbeddingSize?.ToString() ?? "one-hot"} vocabulary={corpus.Vocabulary} batch={o.BatchSize} steps={o.NumSteps}"
        + Extras(o)
        + ThroughTimeParameters.CostKey(o.ThroughTime)
        + TextSize.ToCostKey(corpus.Characters);

    /// <summary>What costs time to speak of. Configurations that set none of these options keep the key under which their speed was
    /// recorded before there were any.</summary>
    private static string Extras(LanguageModelTrialOptions o) => string.Concat(new (string Word, bool IsOn)[]
    {
        ("layer-norm", o.Extras.LayerNorm), ("residual", o.Extras.Residual && o.Layers > 1), ("dropout-input", o.Extras.DropoutInput > 0),
        ("dropout-output", o.Extras.DropoutOutput > 0), ("dropout-recurrent", o.Extras.DropoutRecurrent > 0),
        ("bf16", o.Precision == Precision.Bf16),
    }.Where(extra => extra.IsOn).Select(extra => $" {extra.Word}"));

    private static LanguageModelTrialOptions Read(TrialConfig config, string baseFolder) =>
        LanguageModelParameters.Read(config.ToJson(), baseFolder);
}
