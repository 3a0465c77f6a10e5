using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Tests.Specs;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training;

/// <summary>Trials on texts that are kept as they are written, token by token of each kind.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class AnyTextTests : IDisposable
{
    private const string Line = "Die Katze saß – 你好, 世界! x = 12;\n";

    private readonly TrainingHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Theory]
    [InlineData("char")]
    [InlineData("word")]
    [InlineData("byte")]
    [InlineData("bpe")]
    public void A_trial_learns_goes_on_to_the_last_bit_and_writes(string token)
    {
        Write("text.txt", 60);
        var order = harness.Order(Config("raw", token), metric: "val_bits_per_character");

        var whole = harness.Run(order);
        var broken = order with { CheckpointFolder = Path.Combine(harness.Folder, "other") };
        var begun = harness.Run(broken, interruptAfter: 5);
        var resumed = harness.Run(broken with { Attempt = 2 });

        var reports = TrainingHarness.Reports(whole);
        Assert.Equal(AttemptOutcome.Interrupted, Assert.IsType<TrialEnded>(begun[^1]).Outcome);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(resumed));
        Assert.True(reports[^1].Metrics["val_bits_per_character"] < reports[0].Metrics["val_bits_per_character"]);
        var written = TextGenerator.Generate(
            harness.Checkpoints.BestPath, new GenerationOptions { Prefix = "Die Katze saß – 你好", Length = 6 });
        Assert.StartsWith(token == "word" ? "Die Katze saß – 你 好" : "Die Katze saß – 你好", written.Text);
        Assert.Empty(written.Warnings);
    }

    [Fact]
    public void Bits_per_character_are_total_nats_and_side_nats_over_characters()
    {
        Write("text.txt", 60);
        var corpus = new CorpusCatalog(harness.Folder, new HttpClient()).Load(
            LanguageModelParameters.Read(Config("raw", "word"), harness.Folder).Corpus, TestContext.Current.CancellationToken);

        var report = TrainingHarness.Reports(harness.Run(harness.Order(Config("raw", "word"))))[^1];

        var nats = (Math.Log(report.Metrics["val_perplexity"]) * corpus.HeldOut) + corpus.SideNats;
        Assert.Equal(nats / Math.Log(2) / corpus.HeldOutCharacters, report.Metrics["val_bits_per_character"], 1e-9);
    }

    [Fact]
    public void A_test_text_is_reported_and_never_ranked_by()
    {
        foreach (var part in new[] { "wiki.train.tokens", "wiki.valid.tokens", "wiki.test.tokens" }) Write("wiki/" + part, 40);
        var config = Config("raw", "word", "wiki");

        var report = TrainingHarness.Reports(harness.Run(harness.Order(config)))[^1];
        var refused = Assert.IsType<TrialEnded>(harness.Run(harness.Order(config, metric: "test_perplexity"))[^1]);

        // The parts are equal, and so are what is read before each to warm up, and the numbers.
        Assert.Equal(report.Metrics["val_perplexity"], report.Metrics["test_perplexity"], 1e-12);
        Assert.Equal(AttemptOutcome.BadInput, refused.Outcome);
        Assert.Contains("whoever chooses by it has no test left", refused.Reason);
    }

    [Fact]
    public void Texts_of_their_own_take_the_place_of_the_tail()
    {
        Write("text.txt", 40);
        Write("held.txt", 10);
        var config = Config("letters", "char");
        config["validation_corpus"] = "held.txt";
        config["test_corpus"] = "held.txt";

        var report = TrainingHarness.Reports(harness.Run(harness.Order(config)))[^1];

        Assert.Equal(report.Metrics["val_perplexity"], report.Metrics["test_perplexity"], 1e-12);
    }

    [Theory]
    [InlineData("char")]
    [InlineData("word")]
    public void Letters_are_tested_on_a_text_of_its_own_too(string token)
    {
        Write("text.txt", 40);
        Write("other.txt", 40);
        var config = Config("letters", token);
        config["test_corpus"] = "other.txt";

        Assert.InRange(TrainingHarness.Reports(harness.Run(harness.Order(config)))[^1].Metrics["test_perplexity"], 1, 100);
    }

    /// <summary>Schedule, patience and averages look at the held-out text alone; the averages stay while the other is read.</summary>
    [Fact]
    public void A_test_text_decides_nothing()
    {
        Write("text.txt", 40);
        Write("held.txt", 10);
        File.WriteAllText(Path.Combine(harness.Folder, "other.txt"), "zzz yyy xxx abc abc abc zzz yyy xxx");
        var config = Config("letters", "char");
        config["validation_corpus"] = "held.txt";
        config["epochs"] = 6;
        config["schedule"] = "plateau";
        config["schedule_patience"] = 0;
        config["patience"] = 3;
        config["averaging"] = "asgd";
        config["averaging_from"] = 2;
        var alone = TrainingHarness.Reports(harness.Run(harness.Order(config))).Select(report => report.Metrics["val_perplexity"]).ToList();
        using var tested = new TrainingHarness();
        foreach (var file in Directory.EnumerateFiles(harness.Folder, "*.txt"))
            File.Copy(file, Path.Combine(tested.Folder, Path.GetFileName(file)));
        config["test_corpus"] = "other.txt";

        var reports = TrainingHarness.Reports(tested.Run(tested.Order(config)));

        Assert.Equal(alone, reports.Select(report => report.Metrics["val_perplexity"]));
        Assert.All(reports, report => Assert.NotEqual(report.Metrics["val_perplexity"], report.Metrics["test_perplexity"]));
    }

    [Fact]
    public void Configurations_of_before_are_what_they_were()
    {
        var definition = new LanguageModelDefinition(new CorpusCatalog(harness.Folder, new HttpClient()));
        var data = new DataCatalog(definition);

        var work = data.Measure(TrialConfig.Parse("""{"corpus": "grammar", "token": "word", "max_tokens": 2000}"""), harness.Folder);

        // The key of the data and the key of the speed hold what they held, and nothing of the parameters that came later.
        Assert.Equal(
            """{"corpus":"grammar","token":"word","max_tokens":2000}""", JsonNode.Parse(data.ToJson())![0]!["Of"]!.GetValue<string>());
        Assert.Matches(@"^language-model lstm 1x256 input=one-hot vocabulary=\d+ batch=32 steps=35$", work.CostKey.Text);
    }

    [Fact]
    public void The_size_of_a_vocabulary_makes_no_second_configuration_of_other_tokens()
    {
        var yaml = Reading.Grid("token: [char, bpe]\nvocab_size: [300, 400]");
        var catalog = new ExperimentCatalog([new LanguageModelDefinition(new CorpusCatalog(harness.Folder, new HttpClient()))]);

        var spec = SweepSpecReader.Read(yaml, catalog, new SpecPlace(harness.Folder), []).Spec!;

        Assert.Equal(["token=char", "token=bpe vocab_size=300", "token=bpe vocab_size=400"], Reading.Configurations(spec));
    }

    [Fact]
    public void The_least_frequency_of_types_makes_no_second_configuration_of_other_tokens()
    {
        var yaml = Reading.Grid("token: [char, byte]\nmin_freq: [0, 5]");
        var catalog = new ExperimentCatalog([new LanguageModelDefinition(new CorpusCatalog(harness.Folder, new HttpClient()))]);

        var spec = SweepSpecReader.Read(yaml, catalog, new SpecPlace(harness.Folder), []).Spec!;

        Assert.Equal(["token=char min_freq=0", "token=char min_freq=5", "token=byte"], Reading.Configurations(spec));
    }

    [Fact]
    public void A_checkpoint_of_letters_holds_no_entry_that_one_of_before_did_not()
    {
        harness.Run(harness.Order(TrainingHarness.Config()));

        var entries = CheckpointFolder.Load(harness.Checkpoints.BestPath)!.Entries.Keys;
        Assert.Equal(["vocabulary"], entries.Where(key => key is "vocabulary" or "merges" or "split"));
    }

    private static JsonObject Config(string text, string token, string corpus = "text.txt") => TrainingHarness.Config($$"""
        {"corpus": "{{corpus}}", "text": "{{text}}", "token": "{{token}}", "vocab_size": 280, "batch_size": 4, "num_steps": 8, "hidden": 16,
         "optimizer": "adam", "lr": 0.02}
        """);

    private void Write(string name, int lines)
    {
        var path = Path.Combine(harness.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(Enumerable.Repeat(Line, lines)));
    }
}
