using System.Text.RegularExpressions;

namespace Sweep.Client.Tests.Architecture;

/// <summary>"To add X, these files" of docs/architecture.md: shown by an X that is there, whose name stands in these files
/// and in no others.</summary>
public sealed partial class SeamTests
{
    private static readonly IReadOnlyList<(string What, string[] Names, string[] Files)> Seams = [.. OnPage()];

    public static TheoryData<string> Kinds => [.. Seams.Select(seam => seam.What)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void So_many_files_know_one_of_its_kind(string what)
    {
        var (_, names, files) = Seams.Single(seam => seam.What == what);

        Assert.Equal(files.Order(StringComparer.Ordinal), FilesWith(names).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_tells_of_every_seam_that_people_use()
    {
        string[] asked = ["a cell", "a sampler", "an early-stopping rule", "an experiment", "a verb", "a metric", "a store", "a page"];

        Assert.All(asked, what => Assert.Contains(Seams, seam => seam.What.StartsWith(what, StringComparison.Ordinal)));
    }

    private static IEnumerable<(string What, string[] Names, string[] Files)> OnPage() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, HouseMap.Page))
            .SkipWhile(line => !line.StartsWith("| to add |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        select (cells[1], Quoted(cells[3]), Quoted(cells[4]));

    private static IEnumerable<string> FilesWith(string[] names)
    {
        var source = Path.Combine(Repository.Root, "src");
        var named = new Regex(string.Join('|', names.Select(name => $@"(?<!\w){Regex.Escape(name)}(?!\w)")));
        return Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => named.IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(source, file));
    }

    private static string[] Quoted(string cell) => [.. InQuotes().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InQuotes();
}
