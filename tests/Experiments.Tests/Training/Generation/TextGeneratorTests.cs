using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.Tests.Training.Checkpoints;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training.Generation;

/// <summary>Text from a trial's best checkpoint alone.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TextGeneratorTests(TextGeneratorTests.Trained trained) : IClassFixture<TextGeneratorTests.Trained>
{
    [Fact]
    public void Greedy_continues_a_text_it_knows_by_heart() =>
        Assert.Equal("one two three four one two three four one two",
            trained.Generate(new GenerationOptions { Prefix = "one two three", Length = 32 }).Text);

    [Fact]
    public void Prefix_is_read_in_lower_case_as_the_corpus_was() =>
        Assert.Equal("one two th", trained.Generate(new GenerationOptions { Prefix = "ONE two", Length = 3 }).Text);

    [Fact]
    public void Unknown_characters_are_read_as_unk_with_a_warning()
    {
        var generated = trained.Generate(new GenerationOptions { Prefix = "one 7 z", Length = 5 });

        Assert.StartsWith("one 7 z", generated.Text);
        Assert.Equal("the model never saw '7', 'z' in training and reads <unk> instead", Assert.Single(generated.Warnings));
    }

    [Fact]
    public void Equal_seeds_draw_equal_texts_and_others_differ()
    {
        var hot = new GenerationOptions { Prefix = "one", Length = 60, Temperature = 3, Seed = 5 };

        Assert.Equal(trained.Generate(hot).Text, trained.Generate(hot).Text);
        Assert.NotEqual(trained.Generate(hot).Text, trained.Generate(hot with { Seed = 6 }).Text);
    }

    [Theory]
    [InlineData("", 5, 0, "the prefix is empty")]
    [InlineData("one", 0, 0, "length must be from 1 to 1000000, found 0")]
    [InlineData("one", 5, -1, "temperature must be a number of at least 0, found -1")]
    public void Senseless_options_are_refused(string prefix, int length, double temperature, string message)
    {
        var error = Assert.Throws<TrialException>(() =>
            trained.Generate(new GenerationOptions { Prefix = prefix, Length = length, Temperature = temperature }));

        Assert.Equal(AttemptOutcome.BadInput, error.Outcome);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void An_unknown_device_is_refused() =>
        Assert.Contains("expected cpu",
            Assert.Throws<TrialException>(() => trained.Generate(new GenerationOptions { Prefix = "one", Device = "gpu" })).Message);

    /// <summary>The hash of these files is right: whoever wrote them made no sense.</summary>
    [Theory]
    [InlineData("config", "null", "cannot read the checkpoint")]
    [InlineData("vocabulary", "null", "cannot read the checkpoint")]
    [InlineData("vocabulary", "[]", "its vocabulary does not begin with <unk>")]
    [InlineData("vocabulary", "[\"<unk>\",null]", "its vocabulary has a type that is no text")]
    [InlineData("vocabulary", "[\"<unk>\",\"a\",\"a\"]", "its vocabulary has a type twice")]
    [InlineData("vocabulary", "[\"<unk>\",\"a\"]", "its configuration is of a model with")]
    [InlineData("config", "{}", "its configuration is of a model with")]
    [InlineData("config", "{\"hidden\": 65536, \"layers\": 1024}", "its configuration is of a model with")]
    [InlineData("config", "{\"hidden\": -1}", "hidden")]
    [InlineData("config", "{\"hidden\": 1e308}", "hidden")]
    [InlineData("config", "{\"hidden\": [], \"cell\": null}", "hidden")]
    public void A_checkpoint_that_makes_no_sense_is_named(string member, string value, string message)
    {
        var error = Assert.Throws<TrialException>(() => trained.GenerateFrom(member, value));

        Assert.Contains(message, error.Message);
    }

    /// <summary>A model that learnt four words in a row by heart.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TrainingHarness harness = new();

        public Trained()
        {
            File.WriteAllText(Path.Combine(harness.Folder, "text.txt"), string.Concat(Enumerable.Repeat("one two three four ", 100)));
            var config = TrainingHarness.Config(
                """{"corpus": "text.txt", "cell": "gru", "hidden": 24, "optimizer": "adam", "lr": 0.02, "epochs": 15}""");
            var events = harness.Run(harness.Order(config));
            Assert.True(TrainingHarness.Reports(events)[^1].Metrics["val_perplexity"] < 1.2);
        }

        public GeneratedText Generate(GenerationOptions options) =>
            TextGenerator.Generate(new CheckpointFolder(harness.TrialFolder).BestPath, options);

        /// <summary>With another value in a member of its checkpoint.</summary>
        public GeneratedText GenerateFrom(string member, string value)
        {
            var file = SafeTensorsBytes.Read(File.ReadAllBytes(new CheckpointFolder(harness.TrialFolder).BestPath));
            var path = Path.Combine(harness.Folder, "other.safetensors");
            File.WriteAllBytes(path,
                SafeTensorsBytes.Write(file with
                {
                    Metadata = file.Metadata.ToDictionary(m => m.Key, m => m.Key == member ? value : m.Value),
                }));
            return TextGenerator.Generate(path, new GenerationOptions { Prefix = "one", Length = 3 });
        }

        public void Dispose() => harness.Dispose();
    }
}
