using System.Text.RegularExpressions;
using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Samples;

/// <summary>The program of docs/programming.md that asks and tells.</summary>
public sealed partial class AskAndTellTests
{
    [Fact]
    public async Task It_gets_deeper_than_random_search_and_stops_bad_trials_early()
    {
        var said = await Run();

        var last = Best().Match(said.Out.TrimEnd().Split('\n')[^1]);
        Assert.True(said.Code == 0 && last.Success, said.Out + said.Error);
        // The best of 40 random configurations gets to -3.7 (median of 10 seeds).
        Assert.InRange(double.Parse(last.Groups["depth"].Value), double.NegativeInfinity, -3.7);
        Assert.InRange(int.Parse(last.Groups["epochs"].Value), 40, 799);
    }

    [Fact]
    public async Task It_says_the_same_every_time_and_on_the_page()
    {
        var (one, other) = (await Run(), await Run());

        Assert.Equal(one.Out, other.Out);
        Assert.Matches(Best(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "programming.md")));
    }

    [Fact]
    public async Task Four_loops_share_the_trials()
    {
        var said = await Run("4");

        Assert.Equal(Enumerable.Range(0, 40), Trials().Matches(said.Out).Select(match => int.Parse(match.Groups[1].Value)));
    }

    private static Task<Said> Run(params string[] args) => SweepProcess.Run(
        "dotnet", Path.GetTempPath(), new Dictionary<string, string>(), [SamplePrograms.Assembly("AskAndTell"), .. args]);

    [GeneratedRegex(@"best: optimizer=.* with (?<depth>-[\d.]+) in (?<epochs>\d+) epochs")]
    private static partial Regex Best();

    [GeneratedRegex(@"^trial (\d+): ", RegexOptions.Multiline)]
    private static partial Regex Trials();
}
