using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Trees;

namespace Sweep.Experiments.Tests.Trees;

/// <summary>What the client knows of the <c>tree</c> experiment before anything runs.</summary>
public sealed class TreeDefinitionTests
{
    private static readonly TreeDefinition Definition = new(new TreeCatalog());

    [Fact]
    public void Its_data_are_measured_once_and_make_the_cost_key()
    {
        var config = Config("""{"count": 200, "depth": 2, "model": "recursive", "hidden": 24}""");
        var facts = Definition.ReadData(config, "/");

        Assert.Equal((15, "list-operations"), (facts.Vocabulary, facts.Name));
        Assert.Equal($"tree recursive 24 input=32 vocabulary=15 batch=32 nodes={facts.LargestTree}",
            Definition.Measure(config, facts).CostKey.Text);
        Assert.Equal(facts.Sha256, Definition.ReadData(Config("""{"count": 200, "depth": 2, "hidden": 9}"""), "/").Sha256);
    }

    [Fact]
    public void Memory_is_predicted_and_grows_with_the_model()
    {
        var small = Predicted("""{"hidden": 16}""");

        Assert.InRange(small, 200L << 20, 400L << 20);
        Assert.True(Predicted("""{"hidden": 1024}""") > small + (100L << 20), "more units take no more memory");

        static long Predicted(string json)
        {
            var config = Config(json);
            var key = Definition.Measure(config, Definition.ReadData(config, "/")).CostKey;
            return Definition.PredictMemory(config, key, DeviceClass.Cpu)!.Value;
        }
    }

    [Fact]
    public void Classes_of_a_file_count()
    {
        var config = Config("{}");
        var facts = Definition.ReadData(Config("""{"count": 200}"""), "/");
        var (few, many) = (Definition.Measure(config, facts).CostKey, Definition.Measure(config, facts with { Classes = 1000 }).CostKey);

        Assert.Equal(10, facts.Classes);
        Assert.Equal($"{few} classes=1000", many.Text);
        Assert.True(Definition.PredictMemory(config, many, DeviceClass.Cpu) > Definition.PredictMemory(config, few, DeviceClass.Cpu));
    }

    [Theory]
    [InlineData("""{"optimizer": "adam", "momentum": 0.5}""", "momentum", "momentum belongs to optimizer: sgd")]
    [InlineData("""{"trees": "/no/such/file"}""", "trees", "correct the path")]
    [InlineData("""{"trees": "f.txt", "count": 9}""", "count", "count belongs to trees: list-operations, found f.txt; leave it out there")]
    [InlineData("""{"trees": "f.txt", "depth": 9}""", "depth", "depth belongs to trees: list-operations, found f.txt")]
    [InlineData("""{"trees": "f.txt", "arguments": 9}""", "arguments", "arguments belongs to trees: list-operations, found f.txt")]
    [InlineData("""{"trees": "x\u0000y"}""", "trees", "cannot read it: Null character in path")]
    [InlineData("""{"count": 1000, "depth": 1, "arguments": 2}""", "trees", "draw fewer")]
    public void Problems_name_the_parameter_to_blame(string config, string parameter, string message)
    {
        var problem = Assert.Single(Definition.Check(Config(config), "/"));

        Assert.Equal(parameter, problem.Parameter);
        Assert.Contains(message, problem.Message);
    }

    [Fact]
    public void Expressions_are_ranked_by_depths_that_they_have()
    {
        Assert.Null(Definition.CheckMetric(Config("""{"depth": 3}"""), "val_accuracy_depth3"));
        Assert.Equal("depth", Definition.CheckMetric(Config("""{"depth": 3}"""), "val_accuracy_depth4")!.Parameter);
    }

    [Theory]
    [InlineData("metric: val_accuracy_depth9")]
    [InlineData("metrics: [val_error, val_accuracy_depth9]")]
    [InlineData("metric: val_error\noutcome_constraints: val_accuracy_depth9 >= 0.5")]
    public void No_metric_of_a_sweep_is_of_a_depth_that_there_is_not(string metrics)
    {
        var read = SweepSpecReader.Read(
            "name: t\nexperiment: tree\nmethod: random\nrun_cap: 2\nparameters: {depth: 3, count: 100, lr: {min: 0.1, max: 1}}\n" + metrics,
            new ExperimentCatalog([Definition]), new SpecPlace("/") { HasFiles = false }, []);

        Assert.Empty(read.Errors);
        Assert.Contains(TrialPlanner.Plan(read.Spec!, Definition, "/").Errors, error => error.Message.StartsWith(
            "val_accuracy_depth9 is of expressions deeper than depth 3; raise depth", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list-operations", false)]
    [InlineData("bank/train.txt", false)]
    [InlineData("../train.txt", true)]
    [InlineData("/etc/passwd", true)]
    public void In_a_cluster_its_file_is_within_the_data_folder(string trees, bool isRefused) =>
        Assert.Equal(isRefused, PathConfinement.Problem(Definition, new JsonObject { ["trees"] = trees }) is not null);

    private static TrialConfig Config(string json) => new(json);
}
