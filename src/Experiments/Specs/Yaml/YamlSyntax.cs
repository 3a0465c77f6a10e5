using YamlDotNet.Core;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>Says in plain words what a YAML syntax error is about.</summary>
internal static class YamlSyntax
{
    public static string Explain(YamlException e, string text)
    {
        var line = Line(text, (int)e.Start.Line);
        var reason = e.Message;
        return "not valid YAML: " + (line.TrimStart(' ').StartsWith('\t') ? "a tab indents this line; YAML wants spaces" : reason);
    }

    private static string Line(string text, int number) => text.Split('\n').ElementAtOrDefault(number - 1) ?? "";
}
