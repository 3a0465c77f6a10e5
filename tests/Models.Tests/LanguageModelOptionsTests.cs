using Sweep.Models.Cells;

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
        { Valid with { Cell = null! }, "Cell must be a cell, for example rnn, but is none." },
    };

    [Fact]
    public void Accepts_the_defaults() => Valid.Validate();

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Rejects_values_out_of_range_by_name(LanguageModelOptions options, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).Message, StringComparison.Ordinal);
}
