using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Sequences;
using Sweep.Experiments.Sequences.Generation;
using Sweep.Experiments.Tests.Training;
using Sweep.Experiments.Tests.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Sequences;

/// <summary>What cannot be written, and why, in words.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class SequenceGeneratorTests(SequenceGeneratorTests.Trained trained) : IClassFixture<SequenceGeneratorTests.Trained>
{
    private static readonly GenerationOptions Options = new() { Prefix = "ab" };

    [Theory]
    [InlineData("", 5, 0, 1, "the prefix is empty")]
    [InlineData("ab", 0, 0, 1, "length must be from 1 to 1000000, found 0")]
    [InlineData("ab", 5, -1, 1, "temperature must be a number of at least 0, found -1")]
    [InlineData("ab", 5, double.NaN, 1, "temperature must be a number of at least 0")]
    [InlineData("ab", 5, 0, 0, "beam must be from 1 to 1000, found 0")]
    [InlineData("ab", 5, 0, 1001, "beam must be from 1 to 1000, found 1001")]
    [InlineData("ab", 5, 1, 2, "leave out --beam or --temperature")]
    public void Options_that_make_no_sense_are_refused(string prefix, int length, double temperature, int beam, string message)
    {
        var options = new GenerationOptions { Prefix = prefix, Length = length, Temperature = temperature, Beam = beam };

        var error = Assert.Throws<TrialException>(() => SequenceGenerator.Generate(trained.Best, options));

        Assert.Equal(AttemptOutcome.BadInput, error.Outcome);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("longest_target", null, "its entry longest_target is not as expected")]
    [InlineData("longest_target", "0", "it is damaged (its longest_target)")]
    [InlineData("longest_target", "1000000000", "it is damaged (its longest_target)")]
    [InlineData("source_vocabulary", null, "its entry source_vocabulary is not as expected")]
    [InlineData("source_vocabulary", "[]", "its source_vocabulary does not begin with <unk>")]
    [InlineData("target_vocabulary", """["<unk>","<pad>","<bos>","<eos>"]""", "its target_vocabulary has 4 types")]
    [InlineData("target_vocabulary", """["<unk>","<pad>","<bos>","<eos>","a"]""", "its configuration is of a model with")]
    public void A_checkpoint_that_makes_no_sense_is_named(string entry, string? value, string message)
    {
        var error = Assert.Throws<TrialException>(() => SequenceGenerator.Generate(trained.With(entry, value), Options));

        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void It_is_what_the_experiment_gives_as_its_writer() => Assert.Equal(
        SequenceGenerator.Generate(trained.Best, Options).Text,
        new SequenceDefinition(new PairCatalog()).Writer.Write(trained.Best, Options).Text);

    /// <summary>A model after one epoch.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TrainingHarness harness;

        public Trained()
        {
            var pairs = new PairCatalog();
            harness = new() { Other = (new SequenceDefinition(pairs), order => new SequenceSession(order, pairs)) };
            harness.Run(harness.Order(JsonNode.Parse(
                """{"length": 3, "alphabet": 4, "count": 30, "hidden": 6, "input": 4, "epochs": 1}""")!.AsObject()));
        }

        public string Best => harness.Checkpoints.BestPath;

        /// <summary>The checkpoint with another value of an entry, or without it.</summary>
        public string With(string entry, string? value)
        {
            var file = SafeTensorsBytes.Read(File.ReadAllBytes(Best));
            var path = Path.Combine(harness.Folder, "other.safetensors");
            Assert.True(file.Metadata.ContainsKey(entry), $"no {entry}");
            File.WriteAllBytes(path, SafeTensorsBytes.Write(file with
            {
                Metadata = file.Metadata.Where(one => one.Key != entry || value is not null)
                    .ToDictionary(one => one.Key, one => one.Key == entry ? value! : one.Value),
            }));
            return path;
        }

        public void Dispose() => harness.Dispose();
    }
}
