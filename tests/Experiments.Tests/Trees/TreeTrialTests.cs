using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Tests.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Trees;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Trees;

/// <summary>Trials of the <c>tree</c> experiment: reproducible, resumable to the last bit, with the metrics that they promise.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TreeTrialTests
{
    public static TheoryData<string, string, string, double> Cases { get; } = new(
        from model in new[] { "recursive", "tree-lstm" }
        from labels in new[] { "all", "root" }
        from setting in new[] { ("sgd", 0.0), ("adam", 0.3), ("adamw", 0.0) }
        select (model, labels, setting.Item1, setting.Item2));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Interrupted_anywhere_it_gives_the_bits_of_an_undisturbed_trial(
        string model, string labels, string optimizer, double dropout)
    {
        var config = Config($$"""
            {"model": "{{model}}", "labels": "{{labels}}", "optimizer": "{{optimizer}}", "dropout": {{dropout}}, "weight_decay": 0.001,
             "momentum": {{(optimizer == "sgd" ? 0.9 : 0)}}}
            """);
        using var undisturbed = Harness();
        using var disturbed = Harness();

        var whole = undisturbed.Run(Order(undisturbed, config));
        foreach (var after in new[] { 5, 9, 1 }) disturbed.Run(Order(disturbed, config), interruptAfter: after);
        var gone = disturbed.Run(Order(disturbed, config));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(gone[^1]).Outcome);
        Assert.Equal(4, TrainingHarness.Reports(gone).Count);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
        Assert.Equal(Weights(undisturbed), Weights(disturbed));
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_others_do_not()
    {
        var bits = new List<string>();
        foreach (var seed in new long[] { 4, 4, 5 })
        {
            using var harness = Harness();
            bits.Add(TrainingHarness.Bits(harness.Run(Order(harness, Config(), seed))));
        }

        Assert.Equal(bits[0], bits[1]);
        Assert.NotEqual(bits[0], bits[2]);
    }

    [Fact]
    public void Reports_have_the_accuracies_of_all_trees_and_of_each_depth()
    {
        using var harness = Harness();

        var reports = TrainingHarness.Reports(harness.Run(Order(harness, Config("""{"epochs": 12}"""))));

        var (first, last) = (reports[0].Metrics, reports[^1].Metrics);
        Assert.Equal(
            TreeMetrics.All.Where(name => TreeMetrics.DepthOf(name) is null or <= 3).Order(), last.Keys.Order());
        Assert.Equal(1, last["val_accuracy"] + last["val_error"], 1e-12);
        Assert.InRange(last["val_accuracy"], Enumerable.Range(1, 3).Min(d => last[TreeMetrics.Accuracy(d)]),
            Enumerable.Range(1, 3).Max(d => last[TreeMetrics.Accuracy(d)]));
        Assert.True(last["train_loss"] < first["train_loss"], "nothing was learnt"); // 96 trees are few: held-out loss may rise.
    }

    [Fact]
    public void A_treebank_of_one_rule_is_learnt()
    {
        using var harness = Harness();
        var random = new Random(7);
        var lines = Enumerable.Range(0, 300).Select(_ => Sentence(random, 3).Text).Distinct();
        File.WriteAllLines(Path.Combine(harness.Folder, "signs.txt"), lines);

        var reports = TrainingHarness.Reports(harness.Run(Order(harness, FileConfig("signs.txt", """{"epochs": 20, "lr": 0.02}"""))));

        Assert.InRange(reports[^1].Metrics["val_accuracy"], 0.95, 1);
        Assert.InRange(reports[^1].Metrics["val_accuracy_nodes"], 0.95, 1);

        // 1 where an odd number of words is "not".
        static (string Text, int Label) Sentence(Random random, int depth)
        {
            if (depth == 0 || random.Next(4) == 0) return random.Next(2) == 0 ? ("(1 not)", 1) : ($"(0 w{random.Next(3)})", 0);
            var (left, right) = (Sentence(random, depth - 1), Sentence(random, depth - 1));
            return ($"({left.Label ^ right.Label} {left.Text} {right.Text})", left.Label ^ right.Label);
        }
    }

    [Fact]
    public void A_file_that_has_changed_is_the_fault_of_the_place()
    {
        using var harness = Harness();
        File.WriteAllText(Path.Combine(harness.Folder, "t.txt"), "(0 (0 a) (1 b))\n(1 (1 b) (1 b))\n");

        var ended = Ended(harness, FileConfig("t.txt"), sha: new string('0', 64));

        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains("has changed", ended.Reason);
    }

    [Fact]
    public void A_depth_that_no_held_out_tree_has_cannot_rank()
    {
        using var harness = Harness();

        var ended = Ended(harness, Config(), metric: "val_accuracy_depth9");

        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains("rank by val_error", ended.Reason);
    }

    private static TrialEnded Ended(TrainingHarness harness, JsonObject config, string metric = "val_error", string? sha = null) =>
        Assert.IsType<TrialEnded>(harness.Run(Order(harness, config) with { Metric = metric, CorpusSha256 = sha })[^1]);

    private static StartTrial Order(TrainingHarness harness, JsonObject config, long seed = 1) =>
        harness.Order(config, seed, metric: "val_error");

    private static TrainingHarness Harness()
    {
        var trees = new TreeCatalog();
        return new() { Other = (new TreeDefinition(trees), order => new TreeSession(order, trees)) };
    }

    private static JsonObject FileConfig(string file, string more = "{}")
    {
        var config = Config(more);
        foreach (var ofDraws in new[] { "count", "depth", "arguments" }) config.Remove(ofDraws);
        config["trees"] = file;
        return config;
    }

    private static JsonObject Config(string more = "{}")
    {
        var config = JsonNode.Parse("""
            {"count": 120, "depth": 3, "arguments": 3, "hidden": 10, "input": 6, "batch_size": 16, "epochs": 4, "lr": 0.01}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject()) config[name] = value?.DeepClone();
        return config;
    }

    private static Dictionary<string, string> Weights(TrainingHarness harness) => CheckpointFolder.Load(harness.Checkpoints.BestPath)
        .Tensors.ToDictionary(t => t.Key, t => Convert.ToHexString(t.Value.Bytes.Span));
}
