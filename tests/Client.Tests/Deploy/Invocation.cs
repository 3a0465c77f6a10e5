using System.Text.RegularExpressions;

namespace Sweep.Client.Tests.Deploy;

/// <summary>One call of the program in a file under deploy/.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Words">Verb and what follows it, as written.</param>
internal sealed partial record Invocation(string File, IReadOnlyList<string> Words)
{
    public string Verb => Words[0];

    public IEnumerable<string> Options =>
        Words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]);

    /// <summary>The word after an option.</summary>
    public string? Value(string option) => Words.SkipWhile(word => word != option).Skip(1).FirstOrDefault()?.Trim('"');

    public override string ToString() => $"{File}: sweep {string.Join(' ', Words)}";

    /// <summary>Every call: lists of arguments in YAML, commands in scripts, services, examples and code of pages.</summary>
    public static IReadOnlyList<Invocation> All() => [.. DeployFiles.All.SelectMany(Of)];

    private static IEnumerable<Invocation> Of(string file)
    {
        var lines = DeployFiles.Text(file).ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        var written = Code(file, lines).SelectMany(line => Call().Matches(line).Select(m => m.Groups[1].Value))
            .Select(words => new Invocation(file, words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return written.Concat(Listed(file));
    }

    private static IEnumerable<Invocation> Listed(string file)
    {
        if (!file.EndsWith(".yaml", StringComparison.Ordinal)) return [];
        var documents = DeployFiles.Documents(file);
        var lists = documents.SelectMany(d => d.Find("args"))
            .Concat(documents.SelectMany(d => d["services"] is { } services ? services.Find("command") : []));
        return lists.Select(list => list.Texts()).Where(words => words is ["silo" or "nodes", ..])
            .Select(words => new Invocation(file, words));
    }

    /// <summary>What is meant to be typed or executed: of pages the code, of other files whatever is no comment,
    /// and examples in comments (indented by three).</summary>
    private static IEnumerable<string> Code(string file, string[] lines)
    {
        var isPage = file.EndsWith(".md", StringComparison.Ordinal);
        var isFenced = false;
        foreach (var line in lines)
        {
            if (isPage && line.StartsWith("```", StringComparison.Ordinal)) isFenced = !isFenced;
            else if (isPage && !isFenced) foreach (Match inline in Inline().Matches(line)) yield return inline.Groups[1].Value;
            else if (isPage || !line.TrimStart().StartsWith('#') || line.TrimStart().StartsWith("#   ", StringComparison.Ordinal))
                yield return line;
        }
    }

    // Not the namespace of kubectl's -n; to the end of the command.
    [GeneratedRegex("""(?<![\w./-]|-n )(?:[\w./]*/)?(?:sweep|"\$program") ([a-z]+(?: [^#;|>&'`]*)?)""")]
    private static partial Regex Call();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Inline();
}
