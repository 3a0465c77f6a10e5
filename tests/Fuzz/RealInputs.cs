using System.Text;
using System.Text.RegularExpressions;

namespace Sweep.Testing.Fuzz;

/// <summary>What users are shown: the sweep files, messages and commands of the repository and of its documentation.</summary>
internal static partial class RealInputs
{
    private static readonly string Root = FindRoot();

    /// <summary>The files under <c>sweeps/</c>, those of other tests, and every example of one in the documentation.</summary>
    public static IReadOnlyList<string> SweepFiles =>
        [.. Files("sweeps").Concat(Files(Path.Combine("tests", "Experiments.Tests", "Specs", "WandbFiles"))).Select(File.ReadAllText),
            .. Blocks("yaml")];

    /// <summary>Every message of the worker protocol in its documentation, one line each.</summary>
    public static IReadOnlyList<string> Messages =>
        [.. Pages().SelectMany(page => Message().Matches(page))
            .Select(match => string.Concat(match.Value.Split('\n').Select(line => line.TrimStart()))).Distinct()];

    /// <summary>The words of every command in the documentation, without the program's name.</summary>
    public static IReadOnlyList<string[]> CommandLines =>
        [.. Pages().SelectMany(page => Command().Matches(page)).Select(match => Words(match.Groups[1].Value))
            .Where(words => words.Length > 0)];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Blocks(string language) =>
        Pages().SelectMany(page => Block().Matches(page)).Where(match => match.Groups[1].Value == language)
            .Select(match => match.Groups[2].Value);

    private static IEnumerable<string> Pages() =>
        ((string[])[Path.Combine(Root, "README.md"), .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
            .Order(StringComparer.Ordinal)]).Select(File.ReadAllText);

    // As a shell reads them, as far as the documentation goes.
    private static string[] Words(string line) => [.. Word().Matches(line)
        .Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sweep.sln"))) folder = Path.GetDirectoryName(folder)
            ?? throw new InvalidOperationException("the tests run outside the repository: no Sweep.sln above them");
        return folder;
    }

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("""\{"type":"[a-z]+"[^`]*?\}(?=$|`)""", RegexOptions.Multiline)]
    private static partial Regex Message();

    [GeneratedRegex(@"(?:^|`|\$ )(?:\./)?sweep ([^\n`#|>]*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("""("[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();
}
