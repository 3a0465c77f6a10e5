using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.LanguageModels.Memory;

namespace Sweep.Experiments.Tests.Training.Kinds;

/// <summary>What holds of every value of <c>model</c>.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class ModelKindTests
{
    /// <summary>A small configuration of each, some in several ways.</summary>
    public static TheoryData<string> Configs { get; } = new(
        """{"model": "recurrent", "cell": "gru"}""",
        """{"model": "ngram", "order": 4}""",
        """{"model": "ngram", "order": 2, "smoothing": "add-k", "add_k": 0.1}""",
        """{"model": "autoregressive", "window": 3, "optimizer": "adam", "lr": 0.01}""",
        """{"model": "autoregressive", "window": 5, "input": 6, "layers": 2, "dropout": 0.2, "sampling": "random"}""",
        """{"model": "echo-state", "hidden": 40}""",
        """{"model": "liquid-state", "hidden": 40, "input_scale": 2}""");

    [Fact]
    public void Each_is_tested_here() => Assert.Equal(
        ModelCatalog.All.Select(kind => kind.Name).Order(),
        Configs.Select(row => row.Data.Split('"')[3]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Configs))]
    public void It_reports_the_same_metrics_and_learns_something(string config)
    {
        using var harness = new TrainingHarness();

        var events = harness.Run(harness.Order(TrainingHarness.Config(config)));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.All(TrainingHarness.Reports(events), report => Assert.Equal(
            ["tokens_per_second", "train_perplexity", "val_bits_per_character", "val_bits_per_token", "val_excess_bits", "val_perplexity"],
            report.Metrics.Keys.Order()));
        var last = TrainingHarness.Reports(events)[^1].Metrics;
        Assert.InRange(last["val_perplexity"], 2, 25);
        Assert.Equal(Math.Log2(last["val_perplexity"]), last["val_bits_per_token"], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Repeated_or_interrupted_it_gives_the_same_bits(string config)
    {
        using var undisturbed = new TrainingHarness();
        using var again = new TrainingHarness();
        using var disturbed = new TrainingHarness();
        var full = TrainingHarness.Config(config);

        var whole = undisturbed.Run(undisturbed.Order(full));
        var second = again.Run(again.Order(full));
        foreach (var after in new[] { 1, undisturbed.Steps / 3, undisturbed.Steps / 3 }.Where(after => after > 0))
            disturbed.Run(disturbed.Order(full), interruptAfter: after);
        var gone = disturbed.Run(disturbed.Order(full));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(gone[^1]).Outcome);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(second));
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void It_writes_text_from_its_checkpoint(string config)
    {
        using var harness = new TrainingHarness();
        File.WriteAllText(Path.Combine(harness.Folder, "words.txt"), string.Concat(Enumerable.Repeat("one two three four ", 120)));
        var full = TrainingHarness.Config(config);
        full["corpus"] = "words.txt";
        harness.Run(harness.Order(full));

        var written = TextGenerator.Generate(harness.Checkpoints.BestPath, new GenerationOptions { Prefix = "one two three", Length = 12 });

        Assert.StartsWith("one two three", written.Text, StringComparison.Ordinal);
        Assert.Equal("one two three".Length + 12, written.Text.Length);
    }

    [Fact]
    public void A_model_of_counts_continues_a_text_it_knows_by_heart()
    {
        using var harness = new TrainingHarness();
        File.WriteAllText(Path.Combine(harness.Folder, "words.txt"), string.Concat(Enumerable.Repeat("one two three four ", 120)));
        harness.Run(harness.Order(TrainingHarness.Config("""{"model": "ngram", "order": 6, "corpus": "words.txt"}""")));

        Assert.Equal("one two three four one two three four one two", TextGenerator.Generate(
            harness.Checkpoints.BestPath, new GenerationOptions { Prefix = "one two three", Length = 32 }).Text);
    }

    /// <summary>A Markov chain of order 0 with a huge addition guesses, whatever it is asked: the same positions as all others are
    /// scored, each once, so its perplexity is the number of types.</summary>
    [Fact]
    public void Each_held_out_token_is_scored_once()
    {
        using var harness = new TrainingHarness();
        var events = harness.Run(harness.Order(TrainingHarness.Config(
            """{"model": "ngram", "order": 1, "smoothing": "add-k", "add_k": 1e30}""")));
        var types = new CorpusCatalog(harness.Folder, new HttpClient())
            .Load(new CorpusOptions { GrammarLength = 3000 }, TestContext.Current.CancellationToken).Vocabulary.Count;

        Assert.Equal(types, TrainingHarness.Reports(events)[0].Metrics["val_perplexity"], 1e-9);
    }

    [Fact]
    public void Gone_on_with_counts_are_made_again_length_by_length_with_a_sign_after_each()
    {
        using var harness = new TrainingHarness();
        var order = harness.Order(TrainingHarness.Config("""{"model": "ngram", "order": 5}"""));
        harness.Run(order, interruptAfter: 5);

        var signs = harness.Run(order, time: new SteppingClock()).OfType<TrialProgress>().ToList();

        Assert.Equal(5, signs.TakeWhile(sign => sign.Fraction == signs[0].Fraction).Count());
    }

    [Fact]
    public void Maximum_likelihood_diverges_where_the_tail_has_something_new()
    {
        using var harness = new TrainingHarness();

        var events = harness.Run(harness.Order(TrainingHarness.Config(
            """{"model": "ngram", "order": 6, "smoothing": "add-k", "add_k": 0}""")));

        Assert.Equal(AttemptOutcome.Diverged, Assert.IsType<TrialEnded>(events[^1]).Outcome);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void What_another_model_reads_changes_nothing(string config)
    {
        using var harness = new TrainingHarness();
        using var other = new TrainingHarness();
        var kind = ModelCatalog.All.First(kind => kind.Name == config.Split('"')[3]);
        var more = TrainingHarness.Config(config);
        foreach (var known in LanguageModelParameters.Definitions)
        {
            if (known.ReadBy is { Parameter: "model" } by && !by.Words.Contains(kind.Name) && known.Default is { } preset)
                more[known.Name] = known.Kind switch
                {
                    ParameterKind.Choice => known.Choices[^1],
                    ParameterKind.ChoiceOrInteger => 7,
                    ParameterKind.Boolean => true,
                    _ => System.Text.Json.Nodes.JsonNode.Parse(preset),
                };
        }

        Assert.Equal(
            TrainingHarness.Bits(harness.Run(harness.Order(TrainingHarness.Config(config)))),
            TrainingHarness.Bits(other.Run(other.Order(more))));
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Its_memory_and_its_cost_are_known_before_it_runs(string config)
    {
        var definition = new LanguageModelDefinition(new CorpusCatalog([]));
        var full = TrialConfig.From(TrainingHarness.Config(config));
        var data = new DataFacts { Name = "grammar", Sha256 = "ab", Vocabulary = 28, Characters = 3000, TrainTokens = 2700 };

        var work = definition.Measure(full, data);

        Assert.Equal(28, work.CostKey.Number("vocabulary"));
        Assert.True(work.TokensPerEpoch is > 2000 and <= 2700, $"{work.TokensPerEpoch} tokens");
        var memory = definition.PredictMemory(full, work.CostKey, DeviceClass.Cpu)!.Value;
        Assert.InRange(memory, LanguageModelMemory.CpuBase, 2 * LanguageModelMemory.CpuBase);
    }

    [Fact]
    public void A_large_reservoir_asks_for_what_its_worker_took()
    {
        var definition = new LanguageModelDefinition(new CorpusCatalog([]));
        var config = TrialConfig.Parse("""{"model": "echo-state", "hidden": 2000, "grammar_length": 20000}""");
        var data = new DataFacts { Name = "grammar", Sha256 = "ab", Vocabulary = 28, Characters = 20_000, TrainTokens = 18_000 };

        var predicted = definition.PredictMemory(config, definition.Measure(config, data).CostKey, DeviceClass.Cpu);

        Assert.InRange(MemoryAsk.Of(predicted), 921L << 20, 2 * (921L << 20)); // The kernel's count: bench/results/memory.md.
    }

    [Fact]
    public void Every_model_reads_what_says_which_text_is_read() => Assert.All(
        new LanguageModelDefinition(new CorpusCatalog([])).DataParameters,
        name => Assert.NotEqual("model", LanguageModelParameters.Definitions.Single(known => known.Name == name).ReadBy?.Parameter));

    [Fact]
    public void Added_counts_belong_to_their_smoothing()
    {
        using var harness = new TrainingHarness();

        var events = harness.Run(harness.Order(TrainingHarness.Config("""{"model": "ngram", "add_k": 1}""")));

        Assert.StartsWith("add_k belongs to smoothing: add-k, found kneser-ney", Assert.IsType<TrialEnded>(events[^1]).Reason);
    }
}
