using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Optimizers;
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
            {"corpus": "a.txt", "text": "lower", "vocab_size": 300, "tokenizer": "t", "max_characters": 4000000000, "validation_corpus": "v.txt",
             "test_corpus": "w.txt", "token": "word", "max_tokens": 5000, "min_freq": 2, "validation": 0.2, "grammar_length": 7, "grammar_seed": 3, "sampling": "random",
             "batch_size": 4, "num_steps": 5, "cell": "rnn", "nonlinearity": "relu", "layers": 6, "hidden": 7, "bidirectional": true, "input": 8, "dropout": 0.9,
             "tied": true, "dropout_input": 0.1, "dropout_output": 0.2, "dropout_recurrent": 0.3, "layer_norm": true,
             "residual": true, "forget_bias": 1.5, "recurrent_init": "identity", "optimizer": "adamw", "lr": 0.1, "momentum": 0.2,
             "weight_decay": 0.3, "clip": 0.4, "clip_value": 0.5,
             "schedule": "plateau", "schedule_every": 3, "schedule_factor": 0.6, "schedule_patience": 4, "min_lr": 0.01,
             "warmup": 1.5, "patience": 7, "averaging": "asgd", "averaging_from": 8, "averaging_interval": 6,
             "truncation": "random", "truncation_cut": 0.5, "flow_penalty": 0.6, "diagnostics": "gradients",
             "epochs": 9, "precision": "bf16", "model": "recurrent"}
            """)!.AsObject();

        var read = LanguageModelParameters.Read(config, folder);

        var own = LanguageModelParameters.Definitions
            .Where(d => d.ReadBy is not { Parameter: "model" } by || by.Words.Contains("recurrent"));
        Assert.Equal(own.Select(d => d.Name).Order(), config.Select(c => c.Key).Order());
        Assert.Equal(
            new LanguageModelTrialOptions
            {
                Corpus = new CorpusOptions
                {
                    Corpus = "a.txt",
                    Text = TextMode.Lower,
                    VocabSize = 300,
                    Tokenizer = "t",
                    MaxCharacters = 4_000_000_000,
                    ValidationCorpus = "v.txt",
                    TestCorpus = "w.txt",
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
                Extras = new()
                {
                    Tied = true,
                    DropoutInput = 0.1,
                    DropoutOutput = 0.2,
                    DropoutRecurrent = 0.3,
                    LayerNorm = true,
                    Residual = true,
                    ForgetBias = 1.5,
                    RecurrentInit = RecurrentInit.Identity,
                },
                Rule = new() { Optimizer = OptimizerKind.Adamw, Lr = 0.1, Momentum = 0.2, WeightDecay = 0.3, Clip = 0.4 },
                ClipValue = 0.5,
                Schedule = new() { Kind = ScheduleKind.Plateau, Every = 3, Factor = 0.6, Patience = 4, MinLr = 0.01, Warmup = 1.5 },
                Patience = 7,
                Averaging = new() { Kind = AveragingKind.Asgd, From = 8, Interval = 6 },
                ThroughTime = new() { Truncation = Truncation.Random, Cut = 0.5, FlowPenalty = 0.6, Diagnostics = Diagnostics.Gradients },
                Epochs = 9,
                Precision = Precision.Bf16,
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
    [InlineData("""{"tied": true}""", "tied", "input: 256")]
    [InlineData("""{"tied": true, "input": 64, "hidden": 64, "cell": "rnn", "forget_bias": 1}""",
        "forget_bias", "when: {cell: [gru, lstm]}")]
    [InlineData("""{"tied": true, "input": 64, "hidden": 64, "bidirectional": true, "sampling": "random"}""",
        "tied", "input: 128 (2 x hidden)")]
    [InlineData("""{"recurrent_init": "identity"}""", "recurrent_init", "when: {cell: rnn}")]
    [InlineData("""{"schedule_every": 3}""", "schedule_every", "when: {schedule: step}")]
    [InlineData("""{"schedule": "cosine", "schedule_factor": 0.5}""", "schedule_factor", "when: {schedule: [step, plateau]}")]
    [InlineData("""{"schedule": "step", "schedule_patience": 3}""", "schedule_patience", "when: {schedule: plateau}")]
    [InlineData("""{"schedule": "step", "min_lr": 0.01}""", "min_lr", "when: {schedule: [cosine, plateau]}")]
    [InlineData("""{"schedule": "cosine", "min_lr": 0.5, "lr": 0.5}""", "min_lr", "below lr")]
    [InlineData("""{"averaging": "asgd", "averaging_from": 4, "epochs": 3}""", "averaging_from", "found 4 of 3 epochs")]
    [InlineData("""{"warmup": 31}""", "warmup", "31 of 30 epochs")]
    [InlineData("""{"averaging_from": 3}""", "averaging_from", "when: {averaging: asgd}")]
    [InlineData("""{"averaging_interval": 3}""", "averaging_interval", "when: {averaging: asgd}")]
    [InlineData("""{"averaging": "asgd", "averaging_from": 3, "averaging_interval": 3}""",
        "averaging_interval", "when: {averaging_from: auto}")]
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
    public void A_fork_may_change_the_rate_but_not_the_smallest_rate_which_must_stay_below()
    {
        Assert.Contains("lr", definition.Changeable);
        Assert.DoesNotContain("min_lr", definition.Changeable);
    }

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
    public void Cost_key_of_a_configuration_without_extras_stays_as_recorded_before_there_were_any()
    {
        string Key(string config) => new DataCatalog(definition).Measure(TrialConfig.Parse(config), folder).CostKey.Text;
        const string Plain = "language-model lstm 2x256 input=one-hot vocabulary=27 batch=32 steps=35";

        Assert.Equal(Plain, Key("""{"layers": 2}"""));
        Assert.Equal(Plain, Key(
            """{"layers": 2, "schedule": "cosine", "warmup": 1, "patience": 3, "clip_value": 0.1, "averaging": "asgd"}"""));
        Assert.Equal(Plain, Key("""{"layers": 2, "forget_bias": 1, "recurrent_init": "orthogonal"}"""));
        Assert.Equal($"{Plain} layer-norm residual", Key("""{"layers": 2, "layer_norm": true, "residual": true}"""));
        Assert.Equal($"{Plain} dropout-input dropout-output dropout-recurrent", Key(
            """{"layers": 2, "dropout_input": 0.1, "dropout_output": 0.1, "dropout_recurrent": 0.1}"""));
    }

    [Fact]
    public void A_configuration_without_extras_is_the_model_it_was() =>
        Assert.Equal(
            new LanguageModelOptions { Cell = LstmCell.Descriptor, Vocabulary = 28 },
            LanguageModelParameters.Read([], folder).Model(28));

    [Fact]
    public void The_floor_is_known_for_the_grammar_and_for_causal_models_only()
    {
        Assert.True(new DataCatalog(definition).Measure(TrialConfig.Parse("{}"), folder).Facts!.FloorPerplexity > 1);
        Assert.Null(new DataCatalog(definition).Measure(
            TrialConfig.Parse("""{"bidirectional": true, "sampling": "random"}"""), folder).Facts!.FloorPerplexity);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
