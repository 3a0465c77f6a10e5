using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Tests.Training;
using Sweep.Models.Sequences;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Sequences;

[Collection(LibtorchCollection.Name)]
public sealed class SequenceDefinitionTests
{
    private static readonly SequenceDefinition Definition = new(new PairCatalog());

    [Theory]
    [InlineData("""{"task": "copy", "length": 3, "alphabet": 2, "count": 5}""", "count must be at most half of the different sources")]
    [InlineData("""{"length": 3, "min_length": 4}""", "min_length must be at most length, 3, found 4")]
    [InlineData("""{"task": "numbers", "length": 13}""", "length must be at most 12 for task: numbers")]
    [InlineData("""{"momentum": 0.5}""", "momentum belongs to optimizer: sgd")]
    [InlineData("""{"nonlinearity": "relu"}""", "nonlinearity belongs to cell: rnn")]
    [InlineData("""{"pairs": "absent.tsv"}""", "cannot read")]
    [InlineData("""{"teacher_forcing": 1.5}""", "teacher_forcing must be a number of at least 0 and of at most 1")]
    public void What_makes_no_sense_is_refused(string config, string message) =>
        Assert.Contains(message, Assert.Single(Definition.Check(Config(config), "/nowhere")).Message);

    [Fact]
    public void The_defaults_of_every_task_can_run()
    {
        foreach (var task in Definition.Parameters.First(parameter => parameter.Name == "task").Choices)
            Assert.Empty(Definition.Check(Config($$"""{"task": "{{task}}"}"""), "/nowhere"));
    }

    [Fact]
    public void Work_cost_and_memory_are_known_before_it_runs()
    {
        var config = Config("""{"count": 1000, "length": 10}""");
        var facts = Definition.ReadData(config, "/nowhere");
        var work = Definition.Measure(config, facts);

        Assert.Equal((20, 900L * 21, "copy"), (work.Epochs, work.TokensPerEpoch, work.Corpus));
        Assert.Equal("seq2seq lstm 1x128 attention=dot input=64 vocabulary=30 batch=64 tokens=21", work.CostKey.Text);
        Assert.True(Definition.PredictMemory(config, work.CostKey, DeviceClass.Cpu) > 200L << 20);
        Assert.True(Definition.PredictMemory(Config("""{"hidden": 1024}"""), work.CostKey, DeviceClass.Cpu)
            > Definition.PredictMemory(config, work.CostKey, DeviceClass.Cpu) + (100L << 20));
    }

    [Theory]
    [InlineData("rnn", 1, false, AttentionKind.None)]
    [InlineData("gru", 2, true, AttentionKind.Additive)]
    [InlineData("lstm", 3, false, AttentionKind.Dot)]
    public void Parameters_are_counted_as_the_model_has_them(string cell, int layers, bool bidirectional, AttentionKind attention)
    {
        var options = SequenceParameters.Read(
            new JsonObject { ["cell"] = cell, ["layers"] = layers, ["bidirectional"] = bidirectional, ["hidden"] = 12 }, "/") with
        { Attention = attention };
        var shape = options.Model(9, 7);
        using var model = new SequenceModel(shape, CPU);

        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), SequenceMemory.Parameters(shape));
    }

    private static TrialConfig Config(string json) => TrialConfig.Parse(json);
}
