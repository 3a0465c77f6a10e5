using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sweep.Ledger;

/// <summary>In which keys two sweep files differ. Comments and layout are no difference;
/// the order of parameters is one, since it numbers the trials.</summary>
/// <param name="Words">A phrase for people: <c>it differs in lr (0.1 in the ledger, 0.2 in this file)</c>.</param>
/// <param name="ChangesTrials">False when every trial is the same: only how they are run or told of differs.</param>
public sealed record SweepFileDifference(string Words, bool ChangesTrials)
{
    private const int Shown = 5;
    private const string Parameters = "parameters";

    /// <summary>Words that are no texts without quotes, signs and dots before them left out.</summary>
    private static readonly HashSet<string> NoTexts =
        new(["null", "~", "true", "false", "yes", "no", "on", "off", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys of which a change may add trials and leave those that are there.</summary>
    private static readonly string[] Additive = ["run_cap", "budget.trials", "replicates", "enqueue", Parameters];

    /// <summary>Keys that change no trial, nor what becomes of it; those under them neither.</summary>
    private static readonly string[] Harmless =
    [
        "description", "retries", "priority", "resources", "timeout", "budget.time", "project", "entity", "controller", "apiVersion",
        "kind", "job", "image_uri", "metric.impute", "metric.impute_while_running", "notify",
    ];

    /// <summary>True when only keys differ of which a change may add trials and leave those that are there: whether it does,
    /// <see cref="SweepExtension"/> tells from the trials.</summary>
    public bool MayAddTrials { get; private init; }

    /// <summary>True when <c>budget.time</c> is among what differs.</summary>
    public bool ChangesTime { get; private init; }

    /// <summary>null when both say the same.</summary>
    /// <param name="there">The file in the ledger.</param>
    /// <param name="here">The file that is submitted.</param>
    public static SweepFileDifference? Between(string there, string here)
    {
        if (there == here) return null;
        if (Flatten(there) is not { } old || Flatten(here) is not { } added) return new("the two texts differ", ChangesTrials: true);
        if (old.SequenceEqual(added)) return null;
        var before = old.ToDictionary();
        var after = added.ToDictionary();
        var keys = Keys(before, after);
        var isSameOrder = Weighty(old).SequenceEqual(Weighty(added));
        if (keys.Count == 0)
            return isSameOrder ? null : new("the same parameters stand in another order, which numbers the trials", ChangesTrials: true);
        var listed = keys.Take(Shown).Select(key => $"{key} ({Show(before, key)} in the ledger, {Show(after, key)} in this file)");
        var words = $"it differs in {string.Join(", ", listed)}{(keys.Count > Shown ? $" and {keys.Count - Shown} more" : "")}";
        var hasSameOthers = Weighty(old).Where(IsFixed).SequenceEqual(Weighty(added).Where(IsFixed));
        return new(words, !isSameOrder) { MayAddTrials = !isSameOrder && hasSameOthers, ChangesTime = keys.Contains("budget.time") };
    }

    /// <summary>The keys in which two files differ; null where one cannot be read.</summary>
    /// <param name="there">One file.</param>
    /// <param name="here">The other.</param>
    public static IReadOnlyList<string>? Keys(string there, string here) =>
        Flatten(there) is { } old && Flatten(here) is { } added ? Keys(old.ToDictionary(), added.ToDictionary()) : null;

    /// <summary>The keys of a file with their values as they are written, those of maps with dots; null where it cannot be read.</summary>
    internal static Dictionary<string, string>? Values(string yaml) => Flatten(yaml)?.ToDictionary();

    /// <summary>The items of a list at the top of a file, as they are written; empty where there is none.</summary>
    internal static IReadOnlyList<string> Items(string yaml, string key)
    {
        var root = Load(yaml)?.FirstOrDefault()?.RootNode as YamlMappingNode;
        return root?.FirstOrDefault(pair => pair.Key.ToString() == key).Value is YamlSequenceNode list ? [.. list.Select(Text)] : [];
    }

    private static List<string> Keys(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. after.Keys.Union(before.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))];

    /// <summary>What makes the trials and decides about them; only parameters are in an order of their own.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Weighty(List<KeyValuePair<string, string>> file) =>
        file.Where(pair => !Harmless.Any(key => IsAt(pair.Key, key)))
            .OrderBy(pair => IsAt(pair.Key, Parameters) ? Parameters : pair.Key, StringComparer.Ordinal);

    private static bool IsFixed(KeyValuePair<string, string> pair) => !Additive.Any(key => IsAt(pair.Key, key));

    private static bool IsAt(string path, string key) => path == key || path.StartsWith(key + ".", StringComparison.Ordinal);

    private static string Show(Dictionary<string, string> values, string key) => values.TryGetValue(key, out var value) ? value : "absent";

    private static List<KeyValuePair<string, string>>? Flatten(string yaml) =>
        Load(yaml)?.SelectMany(document => Walk(document.RootNode, "")).ToList();

    private static IList<YamlDocument>? Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Walk(YamlNode node, string at) => node is YamlMappingNode mapping
        ? mapping.SelectMany(pair => Walk(pair.Value, at.Length == 0 ? pair.Key.ToString() : $"{at}.{pair.Key}"))
        : [new(at, Text(node))];

    private static string Text(YamlNode node) => node switch
    {
        YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Select(Text))}]",
        YamlMappingNode mapping => $"{{{string.Join(", ", mapping.Select(pair => $"{pair.Key}: {Text(pair.Value)}"))}}}",
        YamlScalarNode { Value: { } value } scalar => Scalar(value, scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted),
        _ => node.ToString(),
    };

    /// <summary>Quotes only where they tell something: <c>--set</c> writes a file anew, with other quotes.</summary>
    private static string Scalar(string value, bool isQuoted) =>
        (isQuoted && !IsTextAnyway(value)) || value.IndexOfAny([',', '[', ']', '{', '}', '\'']) >= 0 ? $"'{value}'" : value;

    /// <summary>True when it is a text without quotes, too: no number, truth or nothing.</summary>
    private static bool IsTextAnyway(string value) =>
        value.TrimStart('-', '+', '.') is { Length: > 0 } rest && !char.IsAsciiDigit(rest[0])
        && !NoTexts.Contains(rest);
}
