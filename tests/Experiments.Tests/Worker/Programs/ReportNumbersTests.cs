using System.Text.Json.Nodes;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

public sealed class ReportNumbersTests
{
    [Theory]
    [InlineData("no epochs are counted", "- - -", "1 2 3")]
    [InlineData("they are as they are said", "1 2 5", "1 2 5")]
    [InlineData("a first 0 shifts all by one", "0 1 2 7", "1 2 3 8")]
    [InlineData("a whole number may have a point", "1.0 2.0", "1 2")]
    [InlineData("one that is missing is counted", "3 - 7 -", "3 4 7 8")]
    public void Say_nothing_to_people_when(string _, string said, string numbers)
    {
        var (found, notices) = Number(said);

        Assert.Equal(numbers, found);
        Assert.Empty(notices);
    }

    [Theory]
    [InlineData("1 1 1", "1 2 3", "found 1 after 1")]
    [InlineData("1 2 3 1 2 3 4", "1 2 3 4 5 6 7", "found 1 after 3")]
    [InlineData("0 0 1 2", "1 2 3 4", "found 0 after 0")]
    [InlineData("0.5 1 1.5 2", "1 2 3 4", "found 0.5 after 0")]
    [InlineData("-1 5", "1 5", "found -1 after 0")]
    [InlineData("2000000000 1", "1 2", "found 2000000000 after 0")]
    [InlineData("1e400 null \"3\"", "1 2 3", "found 1e400 after 0")]
    public void What_cannot_be_the_epoch_becomes_the_last_plus_one_with_one_notice(string said, string numbers, string notice)
    {
        var (found, notices) = Number(said);

        Assert.Equal(numbers, found);
        Assert.Contains(notice, Assert.Single(notices));
    }

    [Theory]
    [InlineData("it goes on from its epoch 2", "2 3", "3 4")]
    [InlineData("it begins anew", "0 1", "1 2")]
    [InlineData("it says no epochs", "- -", "1 2")]
    public void A_later_attempt_of_a_program_that_counts_from_0_does_so_too_when(string _, string said, string numbers)
    {
        var (found, notices) = Number(said, fromZero: true);

        Assert.Equal(numbers, found);
        Assert.Empty(notices);
    }

    [Fact]
    public void Only_a_first_0_tells_that_a_program_counts_from_0()
    {
        var numbers = new ReportNumbers();

        foreach (var said in new[] { "1", "0" }) numbers.Next(JsonNode.Parse($$"""{"epoch": {{said}}}""")!.AsObject(), out _);

        Assert.False(numbers.CountsFromZero);
    }

    private static (string Numbers, List<string> Notices) Number(string said, bool fromZero = false)
    {
        var (numbers, notices) = (new ReportNumbers(fromZero), new List<string>());
        var found = new List<int>();
        foreach (var word in said.Split(' '))
        {
            var report = JsonNode.Parse(word == "-" ? """{"loss": 1}""" : $$"""{"loss": 1, "epoch": {{word}}}""")!.AsObject();
            found.Add(numbers.Next(report, out var notice).Epoch);
            if (notice is not null) notices.Add(notice);
        }

        return (string.Join(' ', found), notices);
    }
}
