using System.Globalization;

namespace Sweep.Client.Tests.Architecture;

/// <summary>No formatter of the SDK looks at max_line_length, so this test does.</summary>
public sealed class LineLengthTests
{
    /// <summary>What stands between three quotation marks is data (SQL, YAML, shell), which a line break would change.</summary>
    private const string RawText = "\"\"\"";

    [Fact]
    public void No_line_is_longer_than_editorconfig_allows()
    {
        var limit = Limit();
        string[] folders = ["src", "tests", "bench", "samples"];

        var tooLong = folders.SelectMany(Sources).SelectMany(file => Code(file).Where(line => line.Text.Length > limit)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}: {line.Text.Length} columns"));

        Assert.Empty(tooLong);
    }

    private static int Limit() => File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
        .Where(line => line.StartsWith("max_line_length", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split('=')[1], CultureInfo.InvariantCulture)).First();

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    private static IEnumerable<(int Number, string Text)> Code(string file)
    {
        var isRaw = false;
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            var marks = line.Split(RawText).Length - 1;
            if (!isRaw && marks == 0) yield return (index + 1, line);
            isRaw ^= marks % 2 == 1;
        }
    }
}
