using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Specs;
using Sweep.Models;
using Sweep.Models.Cells;

namespace Sweep.Experiments.Tests.Training;

/// <summary>What the client learns of a language-model trial before it runs.</summary>
public sealed class LanguageModelDefinitionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-definition-").FullName;
    private readonly LanguageModelDefinition definition;

    public LanguageModelDefinitionTests() => definition = new LanguageModelDefinition(new CorpusCatalog(folder, new HttpClient()));

    [Fact]
    public void Defaults_of_the_parameters_are_those_of_the_options()
    {
        var read = LanguageModelParameters.Read([], folder);

        Assert.Equal(new LanguageModelTrialOptions { Corpus = new CorpusOptions { BaseFolder = folder } }, read);
    }

    [Fact]
    public void Every_parameter_reaches_its_option()
    {
        var config = JsonNode.Parse("""
            {"corpus": "a.txt", "token": "word", "max_tokens": 5000, "min_freq": 2, "validation": 0.2, "grammar_length": 7, "grammar_seed": 3, "sampling": "random",
             "batch_size": 4, "num_steps": 5, "cell": "rnn", "nonlinearity": "relu", "layers": 6, "hidden": 7, "bidirectional": true, "input": 8, "dropout": 0.9,
             "optimizer": "adamw", "lr": 0.1, "momentum": 0.2, "weight_decay": 0.3, "clip": 0.4, "epochs": 9, "precision": "float32"}
            """)!.AsObject();

        var read = LanguageModelParameters.Read(config, folder);

        Assert.Equal(LanguageModelParameters.Definitions.Select(d => d.Name).Order(), config.Select(c => c.Key).Order());
        Assert.Equal(
            new LanguageModelTrialOptions
            {
                Corpus = new CorpusOptions
                {
                    Corpus = "a.txt",
                    Token = TokenKind.Word,
                    MaxTokens = 5000,
                    MinFreq = 2,
                    Validation = 0.2,
                    GrammarLength = 7,
                    GrammarSeed = 3,
                    BaseFolder = folder,
                },
                Sampling = Sampling.Random,
                BatchSize = 4,
                NumSteps = 5,
                Cell = RnnCell.Descriptor,
                Nonlinearity = Nonlinearity.Relu,
                Layers = 6,
                Hidden = 7,
                Bidirectional = true,
                EmbeddingSize = 8,
                Dropout = 0.9,
                Optimizer = OptimizerKind.Adamw,
                Lr = 0.1,
                Momentum = 0.2,
                WeightDecay = 0.3,
                Clip = 0.4,
                Epochs = 9,
                Precision = Precision.Float32,
            },
            read);
    }

    [Fact]
    public void Every_parameter_explains_itself_and_has_a_default() =>
        Assert.All(definition.Parameters, p =>
        {
            Assert.NotEmpty(p.Summary);
            Assert.NotNull(p.Default);
            Assert.Equal(p.Kind is ParameterKind.Choice or ParameterKind.ChoiceOrInteger, p.Choices.Count > 0);
        });

    [Theory]
    [InlineData("""{"corpus": "missing.txt"}""", "corpus", "missing.txt")]
    [InlineData("""{"corpus": "short.txt"}""", "corpus", "short.txt")]
    [InlineData("""{"grammar_length": 500}""", "corpus", "shorter than one batch")]
    [InlineData("""{"grammar_length": 2000, "validation": 0.0001}""", "corpus", "leaves no token to validate on")]
    [InlineData("""{"bidirectional": true}""", "sampling", "use sampling: random")]
    [InlineData("""{"optimizer": "adam", "momentum": 0.9}""", "momentum", "when: {optimizer: sgd}")]
    [InlineData("""{"cell": "lstm", "nonlinearity": "relu"}""", "nonlinearity", "when: {cell: rnn}")]
    [InlineData("""{"hiden": 4}""", null, "unknown parameter 'hiden'")]
    public void A_configuration_that_cannot_run_is_blamed_on_its_parameter(string config, string? parameter, string message)
    {
        File.WriteAllText(Path.Combine(folder, "short.txt"), "too short");

        var problem = Assert.Single(definition.Check(TrialConfig.Parse(config), folder));

        Assert.Equal(parameter, problem.Parameter);
        Assert.Contains(message, problem.Message);
    }

    [Theory]
    [InlineData("""{"bidirectional": true, "sampling": "random"}""", "val_perplexity", "bidirectional")]
    [InlineData("""{"bidirectional": true, "sampling": "random"}""", "val_excess_bits", "bidirectional")]
    [InlineData("{}", "val_pseudo_perplexity", null)]
    public void A_metric_that_a_configuration_does_not_report_must_not_rank_it(string config, string metric, string? parameter)
    {
        var problem = definition.CheckMetric(TrialConfig.Parse(config), metric);

        Assert.NotNull(problem);
        Assert.Equal(parameter, problem.Parameter);
    }

    [Theory]
    [InlineData("""{"bidirectional": true, "sampling": "random"}""", "val_pseudo_perplexity")]
    [InlineData("""{"bidirectional": true, "sampling": "random"}""", "tokens_per_second")]
    [InlineData("""{"bidirectional": false}""", "val_perplexity")]
    [InlineData("{}", "train_perplexity")]
    public void A_metric_that_it_reports_may_rank_it(string config, string metric) =>
        Assert.Null(definition.CheckMetric(TrialConfig.Parse(config), metric));

    [Fact]
    public void Work_is_counted_in_whole_batches()
    {
        // 400 letters, 40 held out: 360 to train on; random windows of 10 tokens with one kept for the last target:
        // 35 windows, 8 batches of 4.
        File.WriteAllText(Path.Combine(folder, "text.txt"), string.Concat(Enumerable.Repeat("ab", 200)));

        var work = new DataCatalog(definition).Measure(
            TrialConfig.Parse("""{"corpus": "text.txt", "sampling": "random", "batch_size": 4, "num_steps": 10, "epochs": 6}"""), folder);

        Assert.Equal((6, 8 * 4 * 10L, "text.txt"), (work.Epochs, work.TokensPerEpoch, work.Corpus));
        Assert.Equal(64, work.Facts!.Sha256!.Length);
        Assert.Null(work.Facts.FloorPerplexity);
    }

    [Fact]
    public void Cost_key_follows_the_shape_of_the_work_and_nothing_else()
    {
        CostKey Key(string config) => new DataCatalog(definition).Measure(TrialConfig.Parse(config), folder).CostKey;

        Assert.Equal(Key("{}"), Key("""{"lr": 0.1, "epochs": 3, "grammar_seed": 4}"""));
        Assert.All(
            new[] { """{"cell": "gru"}""", """{"hidden": 8}""", """{"layers": 2}""", """{"input": 8}""", """{"batch_size": 8}""",
                """{"num_steps": 8}""", """{"token": "word"}""" },
            config => Assert.NotEqual(Key("{}"), Key(config)));
    }

    [Fact]
    public void The_floor_is_known_for_the_grammar_and_for_causal_models_only()
    {
        Assert.True(new DataCatalog(definition).Measure(TrialConfig.Parse("{}"), folder).Facts!.FloorPerplexity > 1);
        Assert.Null(new DataCatalog(definition).Measure(
            TrialConfig.Parse("""{"bidirectional": true, "sampling": "random"}"""), folder).Facts!.FloorPerplexity);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
