using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Domains;

namespace Sweep.Search.Spaces;

/// <summary>The configurations a sweep may try: parameters, the conditions under which each exists,
/// and constraints over all. Immutable.</summary>
public sealed class SearchSpace
{
    private readonly Dictionary<string, int> indexOf;

    /// <summary>A space.</summary>
    /// <param name="parameters">In the order of the sweep file;
    /// names differ, and every <c>when</c> names one of them without a circle.</param>
    /// <param name="constraints">Conditions that name only these parameters.</param>
    /// <exception cref="ArgumentException">A <c>when</c> names no parameter, or they run in a circle.</exception>
    public SearchSpace(IReadOnlyList<SpaceParameter> parameters, IReadOnlyList<Constraint> constraints)
    {
        Parameters = parameters;
        Constraints = constraints;
        indexOf = parameters.Select((parameter, index) => (parameter.Name, index))
            .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        ParentsFirst = InOrder(parameters, indexOf);
    }

    /// <summary>Dimensions in the order of the sweep file.</summary>
    public IReadOnlyList<SpaceParameter> Parameters { get; }

    /// <summary>Conditions over a whole configuration; all must hold.</summary>
    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>Numbers of the parameters, each after those that its <c>when</c> names.</summary>
    public IReadOnlyList<int> ParentsFirst { get; }

    /// <summary>Number of a parameter; -1 when there is none of that name.</summary>
    public int IndexOf(string name) => indexOf.GetValueOrDefault(name, -1);

    /// <summary>Product of the numbers of values, before <c>when</c> and constraints;
    /// infinite when a parameter has no end of values.</summary>
    public double Combinations =>
        Parameters.Aggregate(1.0, (product, parameter) => product * (parameter.Domain.Count ?? double.PositiveInfinity));

    /// <summary>What it takes to look at one combination, in values, conditions and names of constraints: at least 1.</summary>
    public long Effort => EffortOf(Parameters.Count, Constraints) + Parameters.Sum(parameter => parameter.When.Count);

    /// <summary>What parameters and constraints take of <see cref="Effort"/>.</summary>
    public static long EffortOf(int parameters, IEnumerable<Constraint> constraints) =>
        Math.Max(1, parameters) + constraints.Sum(constraint => 1L + constraint.Parameters.Count);

    /// <summary>True when neither <c>when</c> nor a constraint takes combinations away.</summary>
    public bool IsPlainProduct => Constraints.Count == 0 && Parameters.All(parameter => parameter.When.Count == 0);

    /// <summary>Which parameters exist, given a value for each of them.</summary>
    public bool[] Active(IReadOnlyList<JsonNode?> values)
    {
        var active = new bool[values.Count];
        foreach (var i in ParentsFirst)
        {
            active[i] = true;
            foreach (var clause in Parameters[i].When)
            {
                var parent = indexOf[clause.Parent];
                if (!active[parent] || !clause.Admits(values[parent])) active[i] = false;
            }
        }

        return active;
    }

    /// <summary>True when the experiment has no use for a parameter beside these values, or it waits for such a one.</summary>
    public bool IsUnread(int parameter, IReadOnlyList<JsonNode?> values, bool[] active)
    {
        foreach (var clause in Parameters[parameter].When)
        {
            var parent = indexOf[clause.Parent];
            if (clause.IsImplied && !(active[parent] && clause.Admits(values[parent]))) return true;
            if (!active[parent] && IsUnread(parent, values, active)) return true;
        }

        return false;
    }

    /// <summary>True when every constraint holds.</summary>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public bool Admits(IReadOnlyList<JsonNode?> values, bool[] active) =>
        Constraints.All(constraint => constraint.Holds(name => active[indexOf[name]], name => values[indexOf[name]]));

    /// <summary>The configuration made of the parameters that exist.</summary>
    public TrialConfig Configuration(IReadOnlyList<JsonNode?> values, bool[] active) =>
        TrialConfig.From(Enumerable.Range(0, Parameters.Count).Where(i => active[i])
            .Select(i => KeyValuePair.Create(Parameters[i].Name, values[i])));

    private static List<int> InOrder(IReadOnlyList<SpaceParameter> parameters, Dictionary<string, int> indexOf)
    {
        var order = new List<int>();
        var state = new int[parameters.Count];
        for (var i = 0; i < parameters.Count; i++) Visit(i);
        return order;

        void Visit(int i)
        {
            if (state[i] == 2) return;
            if (state[i] == 1) throw new ArgumentException($"'when' of '{parameters[i].Name}' depends on itself");
            state[i] = 1;
            foreach (var clause in parameters[i].When)
            {
                Visit(indexOf.TryGetValue(clause.Parent, out var parent) ? parent
                    : throw new ArgumentException($"'when' names '{clause.Parent}', which is no parameter"));
            }

            state[i] = 2;
            order.Add(i);
        }
    }
}

/// <summary>One dimension of a search space.</summary>
/// <param name="Name">Name, nested ones joined with dots (<c>optimizer.lr</c>).</param>
/// <param name="Domain">The values it can take.</param>
/// <param name="When">It exists only where all of these hold; empty = always.</param>
public sealed record SpaceParameter(string Name, IDomain Domain, IReadOnlyList<WhenClause> When);

/// <summary>One line of a parameter's <c>when</c>: the parameter exists only where another has one of these values.</summary>
/// <param name="Parent">Name of the other parameter.</param>
/// <param name="Values">Its values that switch this one on.</param>
public sealed record WhenClause(string Parent, IReadOnlyList<JsonNode?> Values)
{
    private readonly HashSet<string> texts = [.. Values.Select(Text)];

    /// <summary>True where the experiment asks for it and not the file: a value that is given where the parameter is not read is left
    /// out without a word. Default false.</summary>
    public bool IsImplied { get; init; }

    /// <summary>True when the other parameter's value switches this one on.</summary>
    public bool Admits(JsonNode? value) => texts.Contains(Text(value));

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
