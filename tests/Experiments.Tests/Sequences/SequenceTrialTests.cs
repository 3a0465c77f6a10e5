using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Sequences.Generation;
using Sweep.Experiments.Tests.Training;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Sequences;

[Collection(LibtorchCollection.Name)]
public sealed class SequenceTrialTests
{
    [Theory]
    [InlineData("rnn", "none", 1, 0, "sgd")]
    [InlineData("gru", "dot", 0.5, 0.3, "adam")]
    [InlineData("lstm", "additive", 0.5, 0.3, "adamw")]
    public void Interrupted_at_any_step_gives_the_bits_of_an_undisturbed_trial(
        string cell, string attention, double teaching, double dropout, string optimizer)
    {
        using var undisturbed = Harness();
        using var disturbed = Harness();
        var config = Config($$"""
            {"cell": "{{cell}}", "attention": "{{attention}}", "teacher_forcing": {{teaching}}, "dropout": {{dropout}}, "layers": 2,
             "optimizer": "{{optimizer}}", "bidirectional": {{(cell == "lstm" ? "true" : "false")}}}
            """);

        var whole = undisturbed.Run(undisturbed.Order(config));
        foreach (var after in new[] { 5, 9, 3 }) disturbed.Run(disturbed.Order(config), interruptAfter: after);
        var gone = disturbed.Run(disturbed.Order(config));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(gone[^1]).Outcome);
        Assert.Equal(3, TrainingHarness.Reports(whole).Count);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
        var weights = new[] { undisturbed, disturbed }.Select(harness =>
            string.Join(' ', CheckpointFolder.Load(harness.Checkpoints.BestPath).Tensors
                .Select(t => $"{t.Key} {Convert.ToHexString(t.Value.Bytes.Span)}").Order(StringComparer.Ordinal)));
        Assert.Single(weights.Distinct());
    }

    [Fact]
    public void Teacher_forcing_changes_what_is_learnt_and_the_seed_does()
    {
        Assert.Equal(Bits("{}", 1), Bits("{}", 1));
        Assert.NotEqual(Bits("{}", 1), Bits("{}", 2));
        Assert.NotEqual(Bits("{}", 1), Bits("""{"teacher_forcing": 0.5}""", 1));

        static string Bits(string more, long seed)
        {
            using var harness = Harness();
            return TrainingHarness.Bits(harness.Run(harness.Order(Config(more), seed)));
        }
    }

    [Fact]
    public void Short_words_are_reversed_right_and_the_checkpoint_writes_them()
    {
        using var harness = Harness();
        var config = Config("""
            {"length": 3, "min_length": 1, "alphabet": 8, "count": 280, "hidden": 48, "input": 16, "lr": 0.01, "epochs": 60,
             "batch_size": 32, "attention": "dot"}
            """);

        var last = TrainingHarness.Reports(harness.Run(harness.Order(config)))[^1];

        Assert.True(last.Metrics["val_exact_match"] > 0.9, $"{last.Metrics["val_exact_match"]}");
        Assert.True(last.Metrics["val_bleu"] >= last.Metrics["val_exact_match"]);
        Assert.True(last.Metrics["val_perplexity"] < 1.2);
        var best = harness.Checkpoints.BestPath;
        foreach (var beam in new[] { 1, 4 })
            Assert.Equal("cba", SequenceGenerator.Generate(best, new GenerationOptions { Prefix = "abc", Beam = beam }).Text);
        var drawn = new GenerationOptions { Prefix = "abc", Temperature = 5, Seed = 3 };
        Assert.Equal(SequenceGenerator.Generate(best, drawn).Text, SequenceGenerator.Generate(best, drawn).Text);
        Assert.Contains("'z'", Assert.Single(SequenceGenerator.Generate(best, new GenerationOptions { Prefix = "az" }).Warnings));
        Assert.Contains("leave out --beam", Assert.Throws<TrialException>(() =>
            SequenceGenerator.Generate(best, drawn with { Beam = 3 })).Message);
    }

    [Fact]
    public void Targets_are_written_to_their_end_and_a_warning_says_where_it_was_not_reached()
    {
        using var harness = Harness();
        File.WriteAllLines(Path.Combine(harness.Folder, "p.tsv"), Enumerable.Range(0, 8).Select(
            i => $"{"abcdefgh"[i]}\t{new string('x', 60)}"));
        var config = JsonNode.Parse("""{"pairs": "p.tsv", "hidden": 32, "input": 8, "lr": 0.02, "batch_size": 8, "epochs": 150}""")!;
        harness.Run(harness.Order(config.AsObject()));
        var best = harness.Checkpoints.BestPath;

        var whole = SequenceGenerator.Generate(best, new GenerationOptions { Prefix = "a" });
        var cut = SequenceGenerator.Generate(best, new GenerationOptions { Prefix = "a", Length = 9 });
        var drawn = SequenceGenerator.Generate(best, new GenerationOptions { Prefix = "a", Length = 9, Temperature = 0.01 });

        Assert.True(whole.Text.Length > 50, $"{whole.Text.Length} tokens");
        Assert.Equal((new string('x', 9), "the target does not end within 9 tokens; --length N writes more of it"),
            (cut.Text, Assert.Single(cut.Warnings)));
        Assert.Equal(cut.Text, drawn.Text);
        Assert.Single(drawn.Warnings);
    }

    [Fact]
    public void A_file_that_has_changed_since_the_plan_is_the_place_s_fault()
    {
        using var harness = Harness();
        File.WriteAllText(Path.Combine(harness.Folder, "p.tsv"), "a b\tb a\nb a\ta b\na a\ta a\n");
        var order = harness.Order(
            JsonNode.Parse("""{"pairs": "p.tsv", "token": "word", "batch_size": 16, "hidden": 10, "input": 6, "epochs": 1}""")!.AsObject());

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(harness.Run(order)[^1]).Outcome);
        var ended = Assert.IsType<TrialEnded>(harness.Run(order with { CorpusSha256 = new string('0', 64) })[^1]);

        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains("has changed", ended.Reason);
        File.Delete(Path.Combine(harness.Folder, "p.tsv"));
        ended = Assert.IsType<TrialEnded>(harness.Run(order with { CorpusSha256 = new string('0', 64) })[^1]);
        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains($"planned with the text of SHA-256 {new string('0', 64)}", ended.Reason);
        Assert.Equal(AttemptOutcome.Error, Assert.IsType<TrialEnded>(harness.Run(order)[^1]).Outcome);
    }

    private static TrainingHarness Harness()
    {
        var pairs = new PairCatalog();
        return new() { Other = (new SequenceDefinition(pairs), order => new SequenceSession(order, pairs)) };
    }

    /// <summary>A configuration small enough for a test: 12 batches an epoch.</summary>
    private static JsonObject Config(string more = "{}")
    {
        var config = JsonNode.Parse("""
            {"task": "reverse", "length": 4, "min_length": 2, "alphabet": 6, "count": 200, "batch_size": 16, "hidden": 10, "input": 6,
             "lr": 0.01, "epochs": 3}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject()) config[name] = value?.DeepClone();
        return config;
    }
}
