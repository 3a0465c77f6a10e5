using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Checks single values against what the experiment says of the parameter (null = any value will do), and turns them into
/// JSON.</summary>
internal sealed class ParameterValues(string name, ParameterDefinition? definition, SpecErrors errors)
{
    /// <summary>The value, which may be null; <paramref name="isGood"/> is false when it was reported.</summary>
    public JsonNode? Read(YamlNode node, out bool isGood)
    {
        var before = errors.Count;
        var value = definition is null ? Free(node) : node is YamlScalar scalar ? Defined(scalar, definition) : Wrong(node, definition);
        isGood = errors.Count == before;
        return value;
    }

    /// <summary>Reports a range of numbers that leaves the parameter's own range.</summary>
    public void CheckRange(SpecPosition at, string what, double low, bool lowIsReached, double high, bool highIsReached)
    {
        if (definition is null) return;
        var tooLow = definition.Min is { } min && (low < min || (low == min && lowIsReached && definition.MinIsExclusive));
        var tooHigh = definition.Max is { } max && (high > max || (high == max && highIsReached && definition.MaxIsExclusive));
        if (!tooLow && !tooHigh) return;
        var wayOut = double.IsNegativeInfinity(low) && definition.Min >= 0 ? ": use 'log_normal', or a range with 'min' and 'max'" : "";
        errors.Add(at, $"'{name}' is {Expected(definition)}, but {what} reaches from {Show(low)} to {Show(high)}{wayOut}");
    }

    /// <summary>Defaults of an experiment's parameters as values, by name; not of those without one, nor of programs.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> Defaults(IExperimentDefinition? experiment)
    {
        var found = new Dictionary<string, JsonNode?>();
        foreach (var known in experiment?.Parameters ?? [])
        {
            if (known.Default is not { } preset) continue;
            var written = new YamlScalar(default, preset, isPlain: known.Kind != ParameterKind.Text);
            var value = new ParameterValues(known.Name, known, new SpecErrors()).Read(written, out var isGood);
            if (isGood) found[known.Name] = value;
        }

        return found;
    }

    /// <summary>What the parameter takes, for messages.</summary>
    public static string Expected(ParameterDefinition definition)
    {
        var words = definition.Choices.Count == 0 ? "" : KeyReader.Either(definition.Choices);
        var bounds = definition.Bounds(Show) is { Length: > 0 } range ? " " + range : "";
        return definition.Kind switch
        {
            ParameterKind.Integer => "a whole number" + bounds,
            ParameterKind.Real => "a number" + bounds,
            ParameterKind.Boolean => "true or false",
            ParameterKind.Choice => words,
            ParameterKind.ChoiceOrInteger => $"{words} or a whole number{bounds}",
            _ => "a text",
        };
    }

    private JsonNode? Defined(YamlScalar scalar, ParameterDefinition known)
    {
        if (scalar.Value is null) return Wrong(scalar, known);
        if (known.Kind is ParameterKind.Text) return JsonValue.Create(scalar.Text);
        if (known.Kind is ParameterKind.Choice or ParameterKind.ChoiceOrInteger && known.Choices.Contains(scalar.Text))
            return JsonValue.Create(scalar.Text);
        return known.Kind switch
        {
            ParameterKind.Boolean when scalar.Value is bool flag => JsonValue.Create(flag),
            ParameterKind.Integer or ParameterKind.ChoiceOrInteger when KeyReader.Whole(scalar) is { } whole && known.Admits(whole) =>
                JsonValue.Create(whole),
            ParameterKind.Real when KeyReader.Number(scalar) is { } real && known.Admits(real) => scalar.ToJson(),
            _ => Wrong(scalar, known),
        };
    }

    private JsonValue? Wrong(YamlNode node, ParameterDefinition known)
    {
        errors.Add(node.At, $"'{name}' is {Expected(known)}, found {node.Describe()}{WayOut(node, known)}");
        return null;
    }

    private static string WayOut(YamlNode node, ParameterDefinition known)
    {
        if (node is not YamlScalar scalar) return node is YamlList ? ": a list of values goes right behind the name or under 'values'" : "";
        var isNumber = known.Kind is ParameterKind.Integer or ParameterKind.Real or ParameterKind.ChoiceOrInteger;
        if (isNumber && !scalar.IsPlain && new YamlScalar(scalar.At, scalar.Text, true).Value is long or double)
            return ": remove the quotes";
        if (known.Kind is not ParameterKind.Boolean) return Suggestion.For(scalar.Text, known.Choices);
        return scalar.Text.ToLowerInvariant() switch
        {
            "yes" or "on" or "1" => ": write true",
            "no" or "off" or "0" => ": write false",
            _ => "",
        };
    }

    private JsonNode? Free(YamlNode node)
    {
        switch (node)
        {
            // Null that is written out is a value.
            case YamlScalar { IsPlain: true, Text: "" }:
                errors.Add(node.At, $"'{name}' has no value here: give it one (null, if that is the value); "
                    + "are the lines below it indented deeper than it is?");
                return null;
            case YamlScalar { Value: double real } when !double.IsFinite(real):
                errors.Add(node.At, $"'{name}' is {node.Describe()}: infinity and NaN cannot be a value");
                return null;
            case YamlScalar { Value: long or double } number:
                return WrittenNumber.ToJson(number);
            case YamlScalar scalar:
                return scalar.ToJson();
            case YamlList list:
                return new JsonArray([.. list.Items.Select(Free)]);
            case YamlMap map:
                return new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Free(entry.Value))));
            default:
                throw new ArgumentException($"unknown kind of node {node.GetType().Name}", nameof(node));
        }
    }

    /// <summary>A bound as people write it.</summary>
    public static string Show(double value) =>
        double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : value < 0 ? "minus infinity" : "infinity";
}
