using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Experiments.Catalog;

/// <summary>Reads one configuration by its definitions: right kinds, ranges kept, absent parameters at their default.</summary>
/// <remarks>A sweep file's values were checked before, with their positions; this guards a worker against those from elsewhere.</remarks>
public sealed class ConfigValues
{
    private static readonly ConditionalWeakTable<IReadOnlyList<ParameterDefinition>, Dictionary<string, ParameterDefinition>> ByName = [];

    private readonly Dictionary<string, ParameterDefinition> definitions;
    private readonly JsonObject config;

    /// <param name="definitions">Every parameter that may occur; one list, so that it is put in order once.</param>
    /// <param name="config">One value per parameter.</param>
    /// <exception cref="TrialException"><paramref name="config"/> has a parameter without a definition.</exception>
    public ConfigValues(IReadOnlyList<ParameterDefinition> definitions, JsonObject config)
    {
        this.definitions = ByName.GetValue(definitions, list => list.ToDictionary(d => d.Name, StringComparer.Ordinal));
        this.config = config;
        if (config.FirstOrDefault(pair => !this.definitions.ContainsKey(pair.Key)).Key is { } name)
            throw Bad($"unknown parameter '{name}'; known are {string.Join(", ", this.definitions.Keys.Order(StringComparer.Ordinal))}");
    }

    /// <summary>A whole number. Written as 30 or 30.0.</summary>
    /// <exception cref="TrialException">Not a whole number, or out of range.</exception>
    public int Integer(string name) => (int)Whole(name, int.MaxValue);

    /// <summary>A whole number; null when the value is <paramref name="word"/> instead.</summary>
    /// <exception cref="TrialException">Neither, or out of range.</exception>
    public int? IntegerOr(string name, string word) => Text(name) == word ? null : Integer(name);

    /// <summary>The same for numbers up to 2^53.</summary>
    /// <exception cref="TrialException">Neither, or out of range.</exception>
    public long? LongOr(string name, string word) => Text(name) == word ? null : Whole(name, 1L << 53);

    /// <summary>A finite real number.</summary>
    /// <exception cref="TrialException">Not a number, or out of range.</exception>
    public double Real(string name) => Number(name, "a number");

    /// <summary>true or false.</summary>
    /// <exception cref="TrialException">Neither.</exception>
    public bool Boolean(string name) => bool.TryParse(Text(name), out var value) ? value : throw Expected(name, "true or false");

    /// <summary>A word of an enumeration, in kebab case.</summary>
    /// <exception cref="TrialException">None of its words.</exception>
    public T Choice<T>(string name) where T : struct, Enum => Words<T>.Values[Choice(name)];

    /// <summary>One of the parameter's words.</summary>
    /// <exception cref="TrialException">None of them.</exception>
    public string Choice(string name)
    {
        var text = Text(name);
        return definitions[name].Choices.Contains(text) ? text
            : throw Expected(name, "one of " + string.Join(", ", definitions[name].Choices));
    }

    /// <summary>The value as text, numbers and truth values included.</summary>
    /// <exception cref="TrialException">Absent without a default, or an array or object.</exception>
    public string Text(string name) => config[name] switch
    {
        null => definitions[name].Default ?? throw Bad($"the parameter '{name}' has no value and no default; give it one"),
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
        _ => throw Expected(name, "one value"),
    };

    /// <summary>True when the configuration itself gives the parameter a value.</summary>
    public bool IsGiven(string name) => config[name] is not null;

    private long Whole(string name, long most)
    {
        var number = Number(name, "a whole number");
        return number == Math.Truncate(number) && Math.Abs(number) <= most ? (long)number : throw Expected(name, "a whole number");
    }

    private double Number(string name, string kind)
    {
        if (!double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            throw Expected(name, kind);
        var known = definitions[name];
        return known.Admits(number) ? number : throw Expected(name, $"{kind} {known.Bounds(bound => $"{bound}")}");
    }

    private static class Words<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values =
            Enum.GetValues<T>().ToDictionary(ParameterDefinitions.Word, StringComparer.Ordinal);
    }

    private TrialException Expected(string name, string what) =>
        Bad($"{name} must be {what}, found {(config[name] is JsonArray or JsonObject ? config[name]!.ToJsonString() : Text(name))}");

    private static TrialException Bad(string message) => new(AttemptOutcome.BadInput, message);
}
