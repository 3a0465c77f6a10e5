using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Expressions;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>Tells which configuration of a space one of another sweep is: that with the same values under the same names. Pure.</summary>
/// <remarks>What only one of the two names has the value that the experiment gives it then. A configuration that differs in anything is
/// another one, and what is known of it says nothing here.</remarks>
/// <param name="space">The space.</param>
/// <param name="defaults">Values of parameters that a configuration does not have, by name; others have none that is known.</param>
public sealed class SpaceFit(SearchSpace space, IReadOnlyDictionary<string, JsonNode?> defaults)
{
    private readonly Axis[] axes = [.. space.Parameters.Select(parameter => new Axis(parameter.Name, parameter.Domain))];

    /// <summary>The configuration of the space; null when it is none.</summary>
    /// <param name="other">A configuration of another sweep.</param>
    /// <param name="misfit">What does not fit: the name of a parameter, or empty for the constraints; null when it fits.</param>
    public TrialConfig? Find(TrialConfig other, out string? misfit)
    {
        var values = new JsonNode?[axes.Length];
        var isMissing = new bool[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var value = ValueOf(other, axes[i].Name, out var has);
            isMissing[i] = !has || !axes[i].TryFind(value, out values[i]);
        }

        var active = space.Active(values);
        misfit = Enumerable.Range(0, axes.Length).Where(i => active[i] && isMissing[i]).Select(i => axes[i].Name).FirstOrDefault()
            ?? other.Names.FirstOrDefault(name => !IsActive(name, active) && !IsDefault(name, other[name]))
            ?? (Admits(values, active) ? null : "");
        return misfit is null ? space.Configuration(values, active) : null;
    }

    private bool IsActive(string name, bool[] active) => space.IndexOf(name) is >= 0 and var index && active[index];

    private bool IsDefault(string name, JsonNode? value) => defaults.TryGetValue(name, out var preset)
        && (JsonNode.DeepEquals(preset, value) || (Number(preset) is { } number && number == Number(value)));

    private JsonNode? ValueOf(TrialConfig other, string name, out bool has)
    {
        has = true;
        if (other.Has(name)) return other[name];
        has = defaults.TryGetValue(name, out var preset);
        return preset;
    }

    private bool Admits(JsonNode?[] values, bool[] active)
    {
        try
        {
            return space.Admits(values, active);
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private static double? Number(JsonNode? value) =>
        value?.GetValueKind() == System.Text.Json.JsonValueKind.Number ? Axis.Number(value) : null;
}
