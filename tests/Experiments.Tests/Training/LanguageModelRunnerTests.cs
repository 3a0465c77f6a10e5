using System.Security.Cryptography;
using System.Text;
using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training;

/// <summary>One trial of the language-model experiment from order to end.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class LanguageModelRunnerTests : IDisposable
{
    private readonly TrainingHarness harness = new();

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Every_cell_learns(string cell)
    {
        var config = TrainingHarness.Config($$"""{"cell": "{{cell}}", "optimizer": "adam", "lr": 0.02, "epochs": 6}""");

        var events = harness.Run(harness.Order(config));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        var reports = TrainingHarness.Reports(events);
        Assert.Equal([1, 2, 3, 4, 5, 6], reports.Select(r => r.Epoch));
        Assert.True(reports[5].Metrics["val_perplexity"] < 0.9 * reports[0].Metrics["val_perplexity"]);
        Assert.All(reports, r => Assert.True(r.Metrics["val_excess_bits"] > 0));
        Assert.All(reports, r => Assert.Equal(Math.Log2(r.Metrics["val_perplexity"]), r.Metrics["val_bits_per_token"], 9));
    }

    [Theory]
    [InlineData(MetricSummary.Best, 1)]
    [InlineData(MetricSummary.Last, 3)]
    public void The_model_that_is_kept_is_the_one_of_the_report_that_counts(MetricSummary summary, int epoch)
    {
        // A falling metric: the first report is the best one where more is better.
        var events = harness.Run(harness.Order(TrainingHarness.Config()) with { Maximize = true, Summary = summary });

        var reports = TrainingHarness.Reports(events);
        Assert.Equal(1, reports.MaxBy(r => r.Metrics["val_perplexity"])!.Epoch);
        Assert.Equal(epoch, CheckpointFolder.Load(harness.Checkpoints.BestPath)!.Reports[^1].Epoch);
    }

    [Fact]
    public void A_huge_learning_rate_diverges_with_the_way_out()
    {
        var events = harness.Run(
            harness.Order(TrainingHarness.Config("""{"cell": "rnn", "nonlinearity": "relu", "lr": 1e6, "clip": 0}""")));

        var ended = Assert.IsType<TrialEnded>(events[^1]);
        Assert.Equal(AttemptOutcome.Diverged, ended.Outcome);
        Assert.Contains("smaller lr", ended.Reason);
    }

    [Fact]
    public void A_text_that_changed_since_it_was_planned_is_the_fault_of_the_place_before_any_training()
    {
        const string text = "the cat sat on the mat ";
        File.WriteAllText(Path.Combine(harness.Folder, "text.txt"), string.Concat(Enumerable.Repeat(text, 100)));
        var order = harness.Order(TrainingHarness.Config("""{"corpus": "text.txt"}""")) with { CorpusSha256 = new string('a', 64) };

        var ended = Assert.IsType<TrialEnded>(Assert.Single(harness.Run(order)));

        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains(
            $"text.txt ({Path.Combine(harness.Folder, "text.txt")}) has changed: expected SHA-256 aaaaaaaaaaaa, found ", ended.Reason);
        Assert.Equal(0, harness.Steps);
    }

    [Fact]
    public void A_text_that_was_planned_and_is_not_here_is_the_fault_of_the_place()
    {
        var order = harness.Order(TrainingHarness.Config("""{"corpus": "absent.txt"}""")) with { CorpusSha256 = new string('a', 64) };

        var ended = Assert.IsType<TrialEnded>(Assert.Single(harness.Run(order)));

        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains(Path.Combine(harness.Folder, "absent.txt"), ended.Reason);
        Assert.Contains($"planned with the text of SHA-256 {new string('a', 64)}", ended.Reason);
    }

    [Fact]
    public void Where_there_is_a_data_folder_texts_are_found_there_and_nowhere_else()
    {
        var data = Directory.CreateDirectory(Path.Combine(harness.Folder, "data")).FullName;
        File.WriteAllText(Path.Combine(harness.Folder, "secret.txt"), string.Concat(Enumerable.Repeat("not for you ", 100)));
        File.WriteAllText(Path.Combine(data, "text.txt"), string.Concat(Enumerable.Repeat("the cat sat on the mat ", 100)));
        File.CreateSymbolicLink(Path.Combine(data, "link.txt"), "../secret.txt");

        TrialEnded End(string corpus) => Assert.IsType<TrialEnded>(harness.Run(
            harness.Order(TrainingHarness.Config($$"""{"corpus": "{{corpus}}", "epochs": 1}""")) with { DataFolder = data })[^1]);

        Assert.Equal(AttemptOutcome.Completed, End("text.txt").Outcome);
        foreach (var corpus in new[] { "../secret.txt", Path.Combine(harness.Folder, "secret.txt"), "link.txt" })
        {
            Assert.Equal(AttemptOutcome.BadInput, End(corpus).Outcome);
            Assert.Contains("data folder", End(corpus).Reason);
        }
    }

    [Fact]
    public void The_text_that_was_planned_is_trained_on()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the cat sat on the mat ", 100)).Trim());
        File.WriteAllBytes(Path.Combine(harness.Folder, "text.txt"), text);
        var order = harness.Order(TrainingHarness.Config("""{"corpus": "text.txt", "epochs": 1}""")) with
        {
            CorpusSha256 = Convert.ToHexStringLower(SHA256.HashData(text)),
        };

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(harness.Run(order)[^1]).Outcome);
    }

    [Fact]
    public void A_bidirectional_model_reports_under_names_of_its_own()
    {
        var config = TrainingHarness.Config(
            """{"cell": "gru", "bidirectional": true, "sampling": "random", "optimizer": "adam", "lr": 0.05, "epochs": 12}""");

        var events = harness.Run(harness.Order(config, metric: "val_pseudo_perplexity"));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.All(TrainingHarness.Reports(events), r =>
            Assert.Equal(["tokens_per_second", "train_pseudo_perplexity", "val_pseudo_perplexity"],
                r.Metrics.Keys.Order(StringComparer.Ordinal)));
        // It sees what it predicts: far below anything a causal model can reach on this corpus.
        Assert.True(TrainingHarness.Reports(events)[^1].Metrics["val_pseudo_perplexity"] < 2);
    }

    [Theory]
    [InlineData("""{"bidirectional": true, "sampling": "random"}""", "val_perplexity",
        "rank it in a sweep of its own by val_pseudo_perplexity")]
    [InlineData("""{"bidirectional": true, "sampling": "sequential"}""", "val_pseudo_perplexity", "use sampling: random")]
    [InlineData("{}", "val_pseudo_perplexity", "rank a causal model by val_perplexity")]
    [InlineData("{}", "loss", "the experiment reports no loss")]
    [InlineData("""{"optimizer": "adam", "momentum": 0.9}""", "val_perplexity", "momentum belongs to optimizer: sgd, found adam")]
    [InlineData("""{"cell": "gru", "nonlinearity": "relu"}""", "val_perplexity", "nonlinearity belongs to cell: rnn, found gru")]
    [InlineData("""{"grammar_length": 100}""", "val_perplexity", "shorter than one batch")]
    [InlineData("""{"hidden": 0}""", "val_perplexity", "hidden must be a whole number of at least 1")]
    [InlineData("""{"precision": "float16"}""", "val_perplexity", "precision must be one of float32, bf16, found float16")]
    public void A_configuration_that_can_never_run_is_bad_input(string more, string metric, string message)
    {
        var events = harness.Run(harness.Order(TrainingHarness.Config(more), metric: metric));

        var ended = Assert.IsType<TrialEnded>(Assert.Single(events));
        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains(message, ended.Reason);
    }

    [Fact]
    public void A_missing_corpus_is_an_error_that_names_it()
    {
        var events = harness.Run(harness.Order(TrainingHarness.Config("""{"corpus": "nowhere.txt"}""")));

        var ended = Assert.IsType<TrialEnded>(Assert.Single(events));
        Assert.Equal(AttemptOutcome.Error, ended.Outcome);
        Assert.Contains("nowhere.txt", ended.Reason);
    }

    [Fact]
    public void An_unknown_device_is_an_error_that_names_the_known_ones()
    {
        var events = harness.Run(harness.Order(TrainingHarness.Config()) with { Device = "tpu" });

        var ended = Assert.IsType<TrialEnded>(Assert.Single(events));
        Assert.Equal(AttemptOutcome.Error, ended.Outcome);
        Assert.Contains("expected cpu, cuda or cuda:N", ended.Reason);
    }

    public void Dispose() => harness.Dispose();
}
