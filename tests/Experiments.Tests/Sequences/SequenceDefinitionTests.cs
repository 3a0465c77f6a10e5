using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.LanguageModels.Memory;
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
    [InlineData("""{"length": 1000, "count": 1000000}""", "count times length must be at most 100000000 letters, found 1000000000")]
    [InlineData("""{"task": "numbers", "length": 13}""", "length must be at most 12 for task: numbers")]
    [InlineData("""{"momentum": 0.5}""", "momentum belongs to optimizer: sgd")]
    [InlineData("""{"nonlinearity": "relu"}""", "nonlinearity belongs to cell: rnn")]
    [InlineData("""{"pairs": "absent.tsv"}""", "cannot read")]
    [InlineData("""{"pairs": "x\u0000y"}""", "cannot read it: Null character in path")]
    [InlineData("""{"pairs": ""}""", "pairs '': expected a tab-separated text file")]
    [InlineData("""{"min_freq": 1000000}""", "pairs 'copy': expected a token type of the sources that the training part has at least")]
    [InlineData("""{"pairs": "absent.tsv", "task": "sort"}""", "task belongs to pairs: none, found absent.tsv; leave it out there")]
    [InlineData("""{"pairs": "absent.tsv", "length": 9}""", "length belongs to pairs: none, found absent.tsv")]
    [InlineData("""{"pairs": "absent.tsv", "min_length": 10}""", "min_length belongs to pairs: none, found absent.tsv")]
    [InlineData("""{"pairs": "absent.tsv", "alphabet": 5}""", "alphabet belongs to pairs: none, found absent.tsv")]
    [InlineData("""{"pairs": "absent.tsv", "count": 50}""", "count belongs to pairs: none, found absent.tsv")]
    [InlineData("""{"token": "word"}""", "token belongs to pairs: a file, found none; leave it out there")]
    [InlineData("""{"task": "dates", "length": 11}""", "length is not read by task: dates; leave it out there")]
    [InlineData("""{"task": "dates", "min_length": 11}""", "min_length is not read by task: dates")]
    [InlineData("""{"task": "dates", "alphabet": 11}""", "alphabet is not read by task: dates")]
    [InlineData("""{"task": "numbers", "alphabet": 11}""", "alphabet is not read by task: numbers")]
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
        Assert.Equal("seq2seq lstm 1x128 attention=dot input=64 vocabulary=30 batch=64 source=10 target=10", work.CostKey.Text);
        Assert.True(Definition.PredictMemory(config, work.CostKey, DeviceClass.Cpu) > 200L << 20);
        Assert.True(Definition.PredictMemory(Config("""{"hidden": 1024}"""), work.CostKey, DeviceClass.Cpu)
            > Definition.PredictMemory(config, work.CostKey, DeviceClass.Cpu) + (100L << 20));
    }

    [Fact]
    public void Many_characters_are_part_of_cost_and_memory()
    {
        var config = Config("{}");
        var facts = Definition.ReadData(config, "/nowhere");

        var key = Definition.Measure(config, facts with { Characters = 100L << 20 }).CostKey;

        Assert.EndsWith(" source=10 target=10 text=128Mi", key.Text, StringComparison.Ordinal);
        Assert.True(Definition.PredictMemory(config, key, DeviceClass.Cpu) > 100L << 20 << 5);
    }

    [Fact]
    public void Held_out_pairs_count_whatever_the_batch_is()
    {
        var options = SequenceParameters.Read(new() { ["batch_size"] = 1, ["hidden"] = 256, ["attention"] = "additive" }, "/");
        var rows = SequenceMemory.HeldOutRows(options.Model(30, 30), 30, 30);

        Assert.InRange(rows, 2, 256);
        Assert.True(SequenceMemory.Of(options, new(30, 30, 30, 0), DeviceClass.Cuda)
            > LanguageModelMemory.CudaBase + (4L * rows * 31 * 30 * 256), "the tensor (rows, T, S, H) is left out");
    }

    [Theory]
    [InlineData(128, 30, 20, 256)]
    [InlineData(512, 30, 400, 1)]
    [InlineData(128, 50_000, 50, 12)]
    public void Fewer_held_out_pairs_are_looked_at_together_the_longer_they_are(int hidden, int types, int length, int rows)
    {
        var model = SequenceParameters.Read(new() { ["hidden"] = hidden, ["attention"] = "additive" }, "/").Model(types, types);

        Assert.Equal(rows, SequenceMemory.HeldOutRows(model, length, length));
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
