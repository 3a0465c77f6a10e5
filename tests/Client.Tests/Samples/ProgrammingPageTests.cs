using System.Text.RegularExpressions;
using Sweep.Client.Tests.Architecture;

namespace Sweep.Client.Tests.Samples;

/// <summary>docs/programming.md shows files that the build compiles.</summary>
public sealed partial class ProgrammingPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "programming.md"));

    [Fact]
    public void Every_program_is_the_file_that_is_named_above_it()
    {
        var pieces = Pieces().Matches(Page);

        Assert.Equal(Programs().Count(Page), pieces.Count);
        Assert.All(pieces, piece => Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, piece.Groups["file"].Value)),
            piece.Groups["code"].Value));
    }

    [GeneratedRegex(@"^```(csharp|yaml)$", RegexOptions.Multiline)]
    private static partial Regex Programs();

    [GeneratedRegex(@"^`(?<file>[^`]+)`:\n\n```\w+\n(?<code>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pieces();
}
