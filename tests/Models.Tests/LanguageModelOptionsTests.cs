using Sweep.Models.Cells;
using Sweep.Models.Tests.Cells;

namespace Sweep.Models.Tests;

public sealed class LanguageModelOptionsTests
{
    private static readonly LanguageModelOptions Valid = new() { Cell = RnnCell.Descriptor, Vocabulary = 28 };

    public static TheoryData<LanguageModelOptions, string> Invalid { get; } = new()
    {
        { Valid with { Vocabulary = 1 }, "Vocabulary must be at least 2, but is 1." },
        { Valid with { Hidden = 0 }, "Hidden must be at least 1, but is 0." },
        { Valid with { Layers = 0 }, "Layers must be at least 1, but is 0." },
        { Valid with { EmbeddingSize = 0 }, "EmbeddingSize must be at least 1, or none for one-hot input, but is 0." },
        { Valid with { Dropout = 1 }, "Dropout must be from 0 to below 1, but is 1." },
        { Valid with { Dropout = double.NaN }, "Dropout must be from 0 to below 1, but is NaN." },
        { With(new() { DropoutInput = 1 }), "DropoutInput must be from 0 to below 1, but is 1." },
        { With(new() { DropoutOutput = -0.1 }), "DropoutOutput must be from 0 to below 1, but is -0.1." },
        { With(new() { DropoutRecurrent = double.NaN }), "DropoutRecurrent must be from 0 to below 1, but is NaN." },
        { With(new() { ForgetBias = double.NaN }), "ForgetBias must be a finite number, but is NaN." },
        { With(new() { ForgetBias = 1 }), "ForgetBias must be 0 for the cell rnn, but is 1." },
        { With(new() { Tied = true }), "EmbeddingSize must be 256, the length of an output, where tied, but is none." },
        { With(new() { RecurrentInit = RecurrentInit.Identity }) with { Cell = GruCell.Descriptor },
            "RecurrentInit must be default or orthogonal for the cell gru, which has 3 gates, but is Identity." },
        { With(new() { LayerNorm = true }) with { Cell = MinimalGatedCell.Descriptor },
            "Cell must be one with a Stepwise core for layer normalisation and residual connections, but is mgu." },
        { Valid with { Cell = null! }, "Cell must be a cell, for example rnn, but is none." },
    };

    private static LanguageModelOptions With(ModelExtras extras) => Valid with { Extras = extras };

    [Fact]
    public void Accepts_the_defaults() => Valid.Validate();

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Rejects_values_out_of_range_by_name(LanguageModelOptions options, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).Message, StringComparison.Ordinal);
}
