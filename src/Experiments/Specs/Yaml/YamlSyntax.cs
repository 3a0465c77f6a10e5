using YamlDotNet.Core;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>Says in plain words where a YAML syntax error is and what it is about.</summary>
internal static class YamlSyntax
{
    private static readonly (string Part, string Plain)[] Known =
    [
        ("tab character", "a tab; YAML indents with spaces"),
        ("invalid mapping", "a ':' that does not fit here: is this line indented as the ones above, or does the text need quotes?"),
        ("Mapping values are not allowed", "a ':' that does not fit here: is this line indented as the ones above, or does the text need quotes?"),
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

    public static (int Line, int Column, string Reason) Explain(YamlException e, string text)
    {
        var (line, column) = ((int)e.Start.Line, (int)e.Start.Column);
        var lines = text.Split('\n');
        for (var near = line; near <= Math.Min(line + 1, lines.Length); near++)
        {
            if (near > 0 && lines[near - 1].TrimStart(' ').StartsWith('\t')) return (near, lines[near - 1].IndexOf('\t') + 1, "a tab indents this line; YAML indents with spaces");
        }

        if (e.Message.Contains("cannot start any token", StringComparison.Ordinal))
        {
            return (line, column, $"no value can start with '{lines.ElementAtOrDefault(line - 1)?.ElementAtOrDefault(column - 1)}': put the text in quotes");
        }

        return (line, column, Known.Where(known => e.Message.Contains(known.Part, StringComparison.Ordinal)).Select(known => known.Plain).FirstOrDefault() ?? e.Message);
    }
}
