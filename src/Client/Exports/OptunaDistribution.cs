using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Client.Exports;

/// <summary>What Optuna knows of a parameter: the values it may have, and a number for each of them.</summary>
/// <param name="Json">As Optuna writes it.</param>
/// <param name="Choices">The number of each value, by its JSON; null = its values are numbers.</param>
internal sealed record OptunaDistribution(string Json, IReadOnlyDictionary<string, int>? Choices)
{
    /// <summary>The number that stands for a value in Optuna's tables.</summary>
    public double Inside(JsonNode? value) => Choices is { } choices ? choices[ChoiceJson(value)] : value!.GetValue<double>();

    /// <summary>Those of the parameters that differ between trials.</summary>
    /// <param name="space">What the sweep file has to choose from; null = nobody knows: then what was tried tells.</param>
    /// <param name="tried">Every configuration once.</param>
    public static IEnumerable<(string Name, OptunaDistribution Distribution)> Of(SearchSpace? space, IReadOnlyList<TrialConfig> tried)
    {
        var values = new Dictionary<string, Dictionary<string, JsonNode?>>();
        foreach (var (name, value) in tried.SelectMany(config => config.ToJson()))
        {
            if (!values.TryGetValue(name, out var own)) values[name] = own = [];
            own[ChoiceJson(value)] = value;
        }

        foreach (var (name, own) in values)
        {
            var domain = space?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Domain;
            if (domain is ListDomain ? domain.Count > 1 || own.Count > 1 : own.Count > 1) yield return (name, Of(domain, [.. own.Values]));
        }
    }

    private static OptunaDistribution Of(IDomain? domain, IReadOnlyList<JsonNode?> tried)
    {
        if (domain is ListDomain || !tried.All(value => value?.GetValueKind() == JsonValueKind.Number)) return Categorical(domain, tried);
        // A configuration may lie outside of what the file says now; a distribution without bounds has what was tried.
        var numbers = tried.Select(value => value!.GetValue<double>()).ToList();
        var (low, high) = (numbers.Min(), numbers.Max());
        var range = DomainRange.Of(domain);
        if (range is { IsBounded: true } bounds) (low, high) = (Math.Min(low, bounds.Low), Math.Max(high, bounds.High));
        if (domain is IntegerDomain)
            return new(Text("IntDistribution", new() { ["log"] = false, ["step"] = 1, ["low"] = (long)low, ["high"] = (long)high }), null);
        // Optuna has no steps on a logarithmic scale.
        var isLog = range is { IsLog: true, Step: null } && low > 0;
        var step = range?.Step;
        return new(Text("FloatDistribution", new() { ["step"] = step, ["low"] = low, ["high"] = high, ["log"] = isLog }), null);
    }

    private static OptunaDistribution Categorical(IDomain? domain, IReadOnlyList<JsonNode?> tried)
    {
        var listed = domain is ListDomain { Count: { } count } ? Enumerable.Range(0, (int)count).Select(i => domain.Item(i)) : [];
        var choices = listed.Concat(tried).Select(ChoiceJson).Distinct().ToList();
        var array = new JsonArray([.. choices.Select(choice => JsonNode.Parse(choice))]);
        return new(Text("CategoricalDistribution", new() { ["choices"] = array }),
            choices.Index().ToDictionary(choice => choice.Item, choice => choice.Index));
    }

    /// <summary>Optuna has words, numbers, truth values and null as choices; a list becomes a word.</summary>
    private static string ChoiceJson(JsonNode? value) =>
        value is JsonArray or JsonObject ? JsonSerializer.Serialize(value.ToJsonString()) : value?.ToJsonString() ?? "null";

    private static string Text(string name, JsonObject attributes) =>
        new JsonObject { ["name"] = name, ["attributes"] = attributes }.ToJsonString();
}
