using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sweep.Ledger;

/// <summary>Says in which keys two sweep files differ. Comments and layout are no difference;
/// the order of keys is one, since it numbers the trials.</summary>
public static class SweepFileDifference
{
    private const int Shown = 5;

    /// <summary>Refuses another file under the name of a sweep that is there.</summary>
    /// <param name="ledger">The ledger, for people.</param>
    /// <param name="sweep">Name of the sweep.</param>
    /// <param name="there">The file in the ledger.</param>
    /// <param name="here">The file that is submitted.</param>
    /// <exception cref="LedgerException">Input error: they differ; the message says in what.</exception>
    public static void Refuse(string ledger, string sweep, string there, string here)
    {
        if (Between(there, here) is { } difference) throw new LedgerException(
            $"ledger '{ledger}' already holds a sweep '{sweep}' made from another file: {difference}. "
            + $"Give this one another name, or go on with the one in the ledger ('resume {sweep}')", isInputError: true);
    }

    /// <summary>null when both say the same; else a phrase for people.</summary>
    public static string? Between(string there, string here)
    {
        if (there == here) return null;
        if (Flatten(there) is not { } old || Flatten(here) is not { } added) return "the two texts differ";
        if (old.SequenceEqual(added)) return null;
        var before = old.ToDictionary();
        var after = added.ToDictionary();
        List<string> keys = [.. after.Keys.Union(before.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))];
        if (keys.Count == 0) return "the same keys stand in another order, which numbers the trials";
        var listed = keys.Take(Shown).Select(key => $"{key} ({Show(before, key)} in the ledger, {Show(after, key)} in this file)");
        return $"it differs in {string.Join(", ", listed)}{(keys.Count > Shown ? $" and {keys.Count - Shown} more" : "")}";
    }

    private static string Show(Dictionary<string, string> values, string key) => values.TryGetValue(key, out var value) ? value : "absent";

    private static List<KeyValuePair<string, string>>? Flatten(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var found = new List<KeyValuePair<string, string>>();
            foreach (var document in stream.Documents) Walk(document.RootNode, "", found);
            return found;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static void Walk(YamlNode node, string at, List<KeyValuePair<string, string>> found)
    {
        if (node is not YamlMappingNode mapping)
        {
            found.Add(new(at, Text(node)));
            return;
        }

        foreach (var (key, value) in mapping) Walk(value, at.Length == 0 ? key.ToString() : $"{at}.{key}", found);
    }

    private static string Text(YamlNode node) => node switch
    {
        YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Select(Text))}]",
        YamlMappingNode mapping => $"{{{string.Join(", ", mapping.Select(pair => $"{pair.Key}: {Text(pair.Value)}"))}}}",
        YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } quoted => $"'{quoted.Value}'",
        _ => node.ToString(),
    };
}
