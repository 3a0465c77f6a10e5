using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sweep.Experiments.Specs.Yaml;

/// <summary>The tags of YAML's core schema, which say what a scalar is: <c>!!float 1e-5</c>.</summary>
internal static class YamlTags
{
    /// <summary>All of them, for messages.</summary>
    public const string Known = "!!str, !!int, !!float, !!bool, !!null, !!seq, !!map";

    private const string Core = "tag:yaml.org,2002:";

    private static readonly string[] OfScalars = ["str", "int", "float", "bool", "null"];

    /// <summary>True for a node without a tag, or with one that fits what it is.</summary>
    public static bool IsKnown(NodeEvent node)
    {
        if (node.Tag.IsEmpty || node.Tag.Value == "!") return true;
        var name = NameOf(node.Tag);
        return node switch
        {
            Scalar => OfScalars.Contains(name),
            SequenceStart => name == "seq",
            MappingStart => name == "map",
            _ => false,
        };
    }

    /// <summary>The tag as it stands in a file.</summary>
    public static string Written(TagName tag) => NameOf(tag) is { } name ? "!!" + name : tag.Value;

    /// <summary>The scalar with its tag applied; reports a text that is not what the tag says.</summary>
    public static YamlScalar Apply(Scalar scalar, SpecPosition at, SpecErrors errors)
    {
        var written = new YamlScalar(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
        if (scalar.Tag.IsEmpty || NameOf(scalar.Tag) is not { } name) return written;
        if (name == "str") return new YamlScalar(at, scalar.Value, false);
        if (!OfScalars.Contains(name)) return written;
        if (Canonical(name, scalar.Value.Trim()) is { } text) return new YamlScalar(at, text, true);
        errors.Add(at, $"'{written.Text}' is not what its tag '!!{name}' says: correct one of the two");
        return written;
    }

    /// <summary>The text that is of the wanted kind when it is plain; null when there is none.</summary>
    private static string? Canonical(string name, string text) => (name, Plain(text)) switch
    {
        ("int", { Value: long } whole) => whole.Text,
        ("float", { Value: double } real) => real.Text,
        ("float", { Value: long whole }) => whole.ToString(CultureInfo.InvariantCulture) + ".0",
        ("null", { Value: null }) => "null",
        ("bool", _) => text.ToLowerInvariant() switch
        {
            "true" or "yes" or "on" => "true",
            "false" or "no" or "off" => "false",
            _ => null,
        },
        _ => null,
    };

    private static YamlScalar Plain(string text) => new(default, text.Replace("_", "", StringComparison.Ordinal), true);

    private static string? NameOf(TagName tag) =>
        !tag.IsEmpty && tag.Value.StartsWith(Core, StringComparison.Ordinal) ? tag.Value[Core.Length..] : null;
}
