using YamlDotNet.Core;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>Says in plain words where a YAML syntax error is and what it is about.</summary>
internal static class YamlSyntax
{
    private static readonly (string Part, string Plain)[] Known =
    [
        ("tab character", "a tab; YAML indents with spaces"),
        ("invalid mapping", "a ':' that does not fit here: is this line indented as the ones above, or does the text need quotes?"),
        ("Mapping values are not allowed",
            "a ':' that does not fit here: is this line indented as the ones above, or does the text need quotes?"),
        ("expected <document end>", "this does not belong to what is above: is this line indented as the ones above?"),
        ("unknown escape character", "unknown character behind '\\' in double quotes: write '\\\\', or use single quotes"),
        ("did not find expected key", "expected 'key: value': is this line indented as the ones above?"),
        ("did not find expected '-' indicator", "expected '- value': is this line indented as the ones above?"),
        ("expected ',' or '}'", "a '{' is not closed: expected ',' or '}' here"),
        ("expected ',' or ']'", "a '[' is not closed: expected ',' or ']' here"),
        ("found unexpected end of stream", "this quote is not closed"),
        ("did not find expected node content", "expected a value here"),
        ("incompatible YAML document", "only YAML 1.1 and 1.2 are read: remove the %YAML line"),
    ];

    /// <summary>Place and reason of an error; <paramref name="read"/> is the line of the last thing that was read.</summary>
    public static (int Line, int Column, string Reason) Explain(YamlException e, string text, int read)
    {
        var (line, column) = ((int)e.Start.Line, (int)e.Start.Column);
        var lines = text.Split('\n');
        // The library places a tab where the map around it begins.
        var isTab = e.Message.Contains("invalid tab", StringComparison.Ordinal);
        if (Tab(text, isTab ? read : line, isTab ? lines.Length : line + 1) is { } tab) return (tab.At.Line, tab.At.Column, tab.Reason);
        if (e.Message.Contains("cannot start any token", StringComparison.Ordinal))
            return (line, column,
                $"no value can start with '{lines.ElementAtOrDefault(line - 1)?.ElementAtOrDefault(column - 1)}': put the text in quotes");
        return (line, column, Known.FirstOrDefault(known => e.Message.Contains(known.Part, StringComparison.Ordinal)).Plain ?? e.Message);
    }

    /// <summary>The first tab that indents one of these lines, counted from 1; null when there is none.</summary>
    public static (SpecPosition At, string Reason)? Tab(string text, int from, int to)
    {
        var (number, line) = text.Split('\n').Index().Take(to).Skip(from - 1)
            .FirstOrDefault(pair => pair.Item.TrimStart(' ').StartsWith('\t'));
        return line is null ? null
            : (new(number + 1, line.IndexOf('\t', StringComparison.Ordinal) + 1), "a tab indents this line; YAML indents with spaces");
    }
}
