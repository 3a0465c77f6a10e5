using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public class TextRulesTests
{
    [Theory]
    [InlineData("The Time Machine, by H. G. Wells [1898]", "the time machine by h g wells")]
    [InlineData("  -- Don't!  2 Stop…", "don t stop")]
    [InlineData("tab\tand\fform", "tab and form")]
    [InlineData("caf\u00e9 au lait", "caf au lait")]
    [InlineData("\ufeffBom", "bom")]
    [InlineData("1898", "")]
    [InlineData("", "")]
    public void Every_run_of_non_letters_becomes_one_space_inside_a_line(string line, string expected) =>
        Assert.Equal(expected, TextRules.Normalise(line));

    [Fact]
    public void Characters_of_neighbouring_lines_touch() =>
        Assert.Equal("one twothree", string.Concat(TextRules.Tokens("One, two\n\n  three.\n", TokenKind.Char)));

    [Fact]
    public void Blank_lines_give_no_words() =>
        Assert.Equal(["one", "two", "three"], TextRules.Tokens("One, two\n\n  three.\n", TokenKind.Word));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\nb")]
    [InlineData("a\rb")]
    [InlineData("a\nb\n")]
    public void Lines_end_as_on_any_system(string text) => Assert.Equal(["a", "b"], TextRules.Lines(text));
}
