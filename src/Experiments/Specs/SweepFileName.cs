using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sweep.Experiments.Specs;

/// <summary>The name in the text of a sweep file.</summary>
public static class SweepFileName
{
    /// <summary>The text with another name in the place of its own; all else, comments too, stays as it is.</summary>
    /// <remarks>Whoever asks reads the result again: a name that is an alias's anchor, say, is not only a name.</remarks>
    /// <returns>null where it cannot be done so: the text has no name of its own, or is none that can be read.</returns>
    public static string? Replaced(string yaml, string name)
    {
        try
        {
            return Find(new Parser(new StringReader(yaml))) is not { } written ? null
                : $"{yaml[..(int)written.Start.Index]}{Word(name, written)}{yaml[(int)written.End.Index..]}";
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The value of the key <c>name</c> of the outermost map.</summary>
    private static Scalar? Find(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _)) return null;
        while (!parser.Accept<MappingEnd>(out _))
        {
            var isName = parser.TryConsume<Scalar>(out var key) && key.Value == "name";
            if (isName && parser.TryConsume<Scalar>(out var value)) return value;
            if (key is null) parser.SkipThisAndNestedEvents();
            parser.SkipThisAndNestedEvents();
        }

        return null;
    }

    /// <summary>In quotes where it was so, or where it could be taken for a number or another word of YAML.</summary>
    private static string Word(string name, Scalar written) =>
        written.Style == ScalarStyle.DoubleQuoted ? $"\"{name}\""
        : written.Style == ScalarStyle.Plain && new Yaml.YamlScalar(default, name, true).Value is string ? name : $"'{name}'";
}
