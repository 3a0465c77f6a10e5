using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

public sealed class LastWordsTests
{
    [Theory]
    [InlineData("Traceback (most recent call last):|  File \"t.py\", line 1|ValueError: bad lr", "ValueError: bad lr")]
    [InlineData("error: unknown flag|  --lr|  ^~~~|", "--lr")]
    [InlineData("first|   |-----", "first")]
    [InlineData("\u001b[31mred words\u001b[0m|\u001b[0m", "red words")]
    [InlineData("   ", null)]
    public void The_last_line_that_says_something(string lines, string? expected)
    {
        var words = new LastWords();

        words.Hear(lines.Split('|'));
        words.Hear([]);

        Assert.Equal(expected, words.Line);
    }

    [Fact]
    public void It_has_a_bound()
    {
        var words = new LastWords();

        words.Hear([new string('x', 4000)]);

        Assert.Equal(301, words.Line!.Length);
    }
}
