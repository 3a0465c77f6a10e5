using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Spaces;

namespace Sweep.Search.Encodings;

/// <summary>A search space as models see it: a configuration is a point with one number per parameter. Immutable.</summary>
/// <remarks>
/// The number of a parameter is the centre of its value's cell (0 to 1, see <see cref="Axis"/>), the number of its category, or
/// <see cref="double.NaN"/> where the parameter does not exist.
/// </remarks>
public sealed class EncodedSpace
{
    private readonly (int Parent, WhenClause Clause)[][] conditions;

    /// <summary>Encodes a space.</summary>
    public EncodedSpace(SearchSpace space)
    {
        Space = space;
        Axes = [.. space.Parameters.Select(parameter => new Axis(parameter.Name, parameter.Domain))];
        conditions = [.. space.Parameters.Select(parameter =>
            parameter.When.Select(clause => (space.IndexOf(clause.Parent), clause)).ToArray())];
    }

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>Its parameters, in the order of the file.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>Numbers of the parameters, each after those on which it depends: the order in which a point is filled.</summary>
    public IReadOnlyList<int> ParentsFirst => Space.ParentsFirst;

    /// <summary>True when a parameter exists, given the numbers of those on which it depends.</summary>
    public bool Exists(int axis, ReadOnlySpan<double> point)
    {
        foreach (var (parent, clause) in conditions[axis])
        {
            if (double.IsNaN(point[parent]) || !clause.Admits(Value(parent, point[parent]))) return false;
        }

        return true;
    }

    /// <summary>The value that a number stands for.</summary>
    public JsonNode? Value(int axis, double number) =>
        Axes[axis].IsCategorical ? Axes[axis].Item((int)number) : Axes[axis].ValueAt(number);

    /// <summary>The point of a configuration; null when it lies outside of the space: a value that its parameter cannot have or whose
    /// probability is 0, or a parameter that is missing or not known.</summary>
    public double[]? Encode(TrialConfig config)
    {
        var point = new double[Axes.Count];
        var known = 0;
        foreach (var i in ParentsFirst)
        {
            point[i] = double.NaN;
            var has = config.Has(Axes[i].Name);
            if (has != Exists(i, point)) return null;
            if (!has) continue;
            known++;
            if (NumberOf(Axes[i], config[Axes[i].Name]) is not { } number) return null;
            point[i] = number;
        }

        return known == config.Names.Count() ? point : null;
    }

    private static double? NumberOf(Axis axis, JsonNode? value)
    {
        if (!axis.IsCategorical) return axis.PlaceOf(value)?.Centre;
        return axis.IndexOf(value) is >= 0 and var index && axis.Probability(index) > 0 ? index : null;
    }

    /// <summary>The configuration of a point. Numbers of parameters that do not exist there count as nothing.</summary>
    public TrialConfig Decode(ReadOnlySpan<double> point)
    {
        var (values, active) = Values(point);
        return Space.Configuration(values, active);
    }

    /// <summary>True when a point meets every constraint.</summary>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public bool Admits(ReadOnlySpan<double> point)
    {
        if (Space.Constraints.Count == 0) return true;
        var (values, active) = Values(point);
        return Space.Admits(values, active);
    }

    private (JsonNode?[] Values, bool[] Active) Values(ReadOnlySpan<double> point)
    {
        var values = new JsonNode?[Axes.Count];
        for (var i = 0; i < values.Length; i++) values[i] = double.IsNaN(point[i]) ? Value(i, 0) : Value(i, point[i]);
        return (values, Space.Active(values));
    }
}
