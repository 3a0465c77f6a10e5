using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training.Generation;

/// <summary>From tokens back to text.</summary>
public sealed class TextCodecTests
{
    [Theory]
    [InlineData("a b", "\n c", "a b\nc")]
    [InlineData("a b", "\n \n \n c d", "a b\n\n\nc d")]
    [InlineData("a\n\nb", "c \n", "a\n\nb c\n")]
    [InlineData("\na", "b", "\na b")]
    [InlineData("", "a b", "a b")]
    public void Words_have_a_space_between_and_lines_none_at_their_ends(string prefix, string words, string text)
    {
        string[] types = ["<unk>", "\n", "a", "b", "c", "d"];
        var checkpoint = new TrialCheckpoint
        {
            Experiment = "language-model",
            Config = [],
            Seed = 0,
            Device = "cpu",
            Threads = 1,
            Epoch = 0,
            Batch = 0,
        }.With("vocabulary", types);
        var codec = TextCodec.Of(checkpoint, new CorpusOptions { Text = TextMode.Raw, Token = TokenKind.Word });

        Assert.Equal(text, codec.Write(prefix, [.. words.Split(' ').Select(word => Array.IndexOf(types, word))]));
    }
}
