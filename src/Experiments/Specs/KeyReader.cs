using System.Globalization;
using Sweep.Contracts.Text;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Takes typed values out of one mapping and reports each that does not fit, by its path: the prefix ends with a dot.</summary>
internal sealed class KeyReader(YamlMap map, string prefix, SpecErrors errors)
{
    public YamlMap Map => map;

    /// <summary>Reports every key that is neither known nor without effect.</summary>
    public void RefuseOthers(IReadOnlyList<string> known, string what, IReadOnlyList<string>? withoutEffect = null)
    {
        foreach (var (key, at, _) in map.Entries.Where(entry => !known.Contains(entry.Key) && withoutEffect?.Contains(entry.Key) != true))
            errors.Add(at, $"unknown key '{key}' in {what}{Suggestion.For(key, known)} (keys: {Suggestion.List(known)})");
    }

    /// <summary>Reports that a key is missing, unless a misspelt one that was reported stands for it.</summary>
    public void Require(string key, IReadOnlyList<string> known, string message)
    {
        if (map.Find(key) is not null
            || map.Entries.Any(entry => !known.Contains(entry.Key) && Suggestion.Nearest(entry.Key, known) == key)) return;
        errors.Add(map.At, message);
    }

    public YamlNode? Node(string key) => map.Find(key)?.Value;

    public SpecPosition At(string key) => map.Find(key)?.KeyAt ?? map.At;

    /// <summary>Text that is not empty; a number is taken as it was written.</summary>
    public string? Text(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlScalar { Value: not null, Text.Length: > 0 } scalar) return scalar.Text;
        errors.Add(node.At, $"'{prefix}{key}' is a text, found {node.Describe()}{Empty(node)}");
        return null;
    }

    public long? Whole(string key, long min, long max = long.MaxValue) => Value<long>(key, $"a whole number{Range(min, max)}",
        node => node is YamlScalar scalar && Whole(scalar) is { } value && value >= min && value <= max ? value : null);

    public double? Number(string key, Func<double, bool> accept, string expected) =>
        Value<double>(key, expected, node => Number(node) is { } value && accept(value) ? value : null);

    public bool? Flag(string key) => Value<bool>(key, "true or false", node => (node as YamlScalar)?.Value as bool?);

    private T? Value<T>(string key, string expected, Func<YamlNode, T?> read) where T : struct
    {
        if (Node(key) is not { } node) return null;
        if (read(node) is { } value) return value;
        errors.Add(node.At, $"'{prefix}{key}' is {expected}, found {node.Describe()}{Empty(node)}");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? Word(string key, IReadOnlyList<string> words, IReadOnlyDictionary<string, string>? waysOut = null)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlScalar { Text: var word } && words.Contains(word)) return word;
        var text = (node as YamlScalar)?.Text ?? "";
        errors.Add(node.At, waysOut?.GetValueOrDefault(text)
            ?? $"'{prefix}{key}' is {Either(words)}, found {node.Describe()}{Suggestion.For(text, words)}");
        return null;
    }

    /// <summary>A mapping; an empty one is an error.</summary>
    public KeyReader? Section(string key, string keys)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlMap { Entries.Count: > 0 } section) return new KeyReader(section, $"{prefix}{key}.", errors);
        errors.Add(node.At, $"'{prefix}{key}' is a map with {keys}, found {node.Describe()}");
        return null;
    }

    public static double? Number(YamlNode node) => node is YamlScalar scalar
        ? scalar.Value switch { long whole => whole, double real when double.IsFinite(real) => real, _ => null }
        : null;

    /// <summary>A whole number, also when written as 1e3 or 2.0.</summary>
    public static long? Whole(YamlScalar scalar) => scalar.Value switch
    {
        long whole => whole,
        double real when real == Math.Floor(real) && Math.Abs(real) < 9e15 => (long)real,
        _ => null,
    };

    public static string Either(IReadOnlyList<string> words) => Listed([.. words.Select(word => $"'{word}'")], "or");

    /// <summary>One word or more as people list them: <c>a, b and c</c>.</summary>
    public static string Listed(IReadOnlyList<string> words, string last) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} {last} {words[^1]}";

    private static string Empty(YamlNode node) => node is YamlScalar { Value: null } ? ": give it a value or remove the key" : "";

    private static string Range(long min, long max) => (min, max) switch
    {
        (long.MinValue, long.MaxValue) => "",
        (_, long.MaxValue or int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $" of at least {min}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" from {min} to {max}"),
    };
}
