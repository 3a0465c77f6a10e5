using System.Text.Json.Nodes;
using Sweep.Contracts.Text;
using Sweep.Search.Domains;
using Sweep.Search.Expressions;

namespace Sweep.Search.Spaces;

/// <summary>Makes a <see cref="SearchSpace"/> in code, as a sweep file describes one. Not for several threads at once.</summary>
/// <remarks>Every method gives the builder back, so that calls can be written in a row; <see cref="Build"/> ends it. What cannot be is an
/// <see cref="ArgumentException"/> that names the parameter, what was expected and what was found.</remarks>
public sealed class SpaceBuilder
{
    /// <summary>Whole numbers up to here are exact in a double.</summary>
    private const long MostExact = 1L << 53;

    /// <summary>A range of so many values is no list that <see cref="When"/> could name values of.</summary>
    private const int MostListed = 100_000;

    private readonly List<SpaceParameter> parameters = [];
    private readonly List<Constraint> constraints = [];

    /// <summary>A real number.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="min">Smallest value; above 0 when <paramref name="log"/>.</param>
    /// <param name="max">Largest value, not below <paramref name="min"/>.</param>
    /// <param name="log">True when its logarithm is uniform (learning rates, weight decay); default false, the value itself is.</param>
    /// <param name="step">Only multiples of it, above 0; null (default) = every value. <paramref name="min"/> and <paramref name="max"/>
    /// must be multiples themselves.</param>
    public SpaceBuilder Real(string name, double min, double max, bool log = false, double? step = null)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max) || min > max)
            throw Wrong(name, $"has a range from its min to a max that is not below it, both finite; found {min:R} to {max:R}");
        if (log && min <= 0)
            throw Wrong(name, $"has a min above 0, because its logarithm is taken; found {min:R}: leave 'log' out to reach 0");
        Distribution distribution = log ? new Distribution.LogUniform(min, max) : new Distribution.Uniform(min, max);
        var family = log ? "log_uniform_values" : "uniform";
        if (step is not { } q) return Parameter(name, new RealDomain(family, distribution));
        if (!(q > 0) || !double.IsFinite(q)) throw Wrong(name, $"has a step above 0; found {q:R}");
        var domain = new QuantizedDomain("q_" + family, distribution, q);
        if (Math.Abs(domain.Low - min) > 1e-9 * q || Math.Abs(domain.High - max) > 1e-9 * q)
            throw Wrong(name, $"has only multiples of its step {q:R}, and so must be its min and max; found {min:R} and {max:R}");
        return Parameter(name, domain);
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="min">Smallest value, within ±2^53; above 0 when <paramref name="log"/>.</param>
    /// <param name="max">Largest value, within ±2^53, not below <paramref name="min"/>.</param>
    /// <param name="log">True when its logarithm is uniform (sizes, counts); default false.</param>
    /// <param name="step">Only multiples of it, at least 1 (default); <paramref name="min"/> and <paramref name="max"/> must be multiples
    /// themselves.</param>
    public SpaceBuilder Integer(string name, long min, long max, bool log = false, long step = 1)
    {
        if (min > max || Math.Max(Math.Abs((double)min), Math.Abs((double)max)) > MostExact)
            throw Wrong(name, $"has a range from its min to a max that is not below it, both within ±2^53; found {min} to {max}");
        if (step < 1) throw Wrong(name, $"has a step of at least 1; found {step}");
        return log || step > 1 ? Real(name, min, max, log, step) : Parameter(name, new IntegerDomain(min, max));
    }

    /// <summary>One of a list of values: texts, numbers, booleans or null. Numbers are ordered for the methods that learn, texts are
    /// not.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="values">At least one, each once: <c>Choice("cell", "rnn", "gru")</c>, <c>Choice("hidden", 64, 128)</c>.</param>
    public SpaceBuilder Choice(string name, params IReadOnlyList<JsonNode?> values)
    {
        var plain = values.Select(Plain).ToList();
        if (plain.Count == 0) throw Wrong(name, $"has a list of at least one value; found none");
        if (plain.GroupBy(Text).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Wrong(name, $"has a list of different values; found {twice.Key} twice");
        return Parameter(name, new ListDomain(plain));
    }

    /// <summary>False or true.</summary>
    public SpaceBuilder Boolean(string name) => Choice(name, false, true);

    /// <summary>A value that is the same in every configuration.</summary>
    public SpaceBuilder Constant(string name, JsonNode? value) => Parameter(name, new ListDomain([Plain(value)], isConstant: true));

    /// <summary>A parameter with any distribution of the sweep file.</summary>
    /// <param name="name">Name of the parameter; nested ones are joined with dots (<c>optimizer.lr</c>).</param>
    /// <param name="domain">Its values.</param>
    public SpaceBuilder Parameter(string name, IDomain domain)
    {
        if (name.Length == 0) throw new ArgumentException("a parameter needs a name; found an empty one", nameof(name));
        if (Find(name) >= 0) throw Wrong(name, $"is there already: a space has each parameter once");
        parameters.Add(new(name, domain, []));
        return this;
    }

    /// <summary>Makes the parameter that was added last exist only where another one has one of these values. Where it is called again,
    /// all must hold.</summary>
    /// <param name="parent">Name of the other parameter, which may be added later; it has a list of values or whole numbers.</param>
    /// <param name="values">Its values that switch this one on, at least one.</param>
    /// <exception cref="InvalidOperationException">No parameter was added yet.</exception>
    public SpaceBuilder When(string parent, params IReadOnlyList<JsonNode?> values)
    {
        if (parameters.Count == 0) throw new InvalidOperationException("'When' is about the parameter that was added last: add one first");
        var last = parameters[^1];
        if (values.Count == 0) throw Wrong(last.Name, $"waits for at least one value of '{parent}'; found none");
        parameters[^1] = last with { When = [.. last.When, new WhenClause(parent, [.. values.Select(Plain)])] };
        return this;
    }

    /// <summary>A condition that every configuration must meet.</summary>
    /// <param name="text">As in a sweep file: <c>layers * hidden &lt;= 2048</c>, <c>not (cell == 'lstm' and layers &gt; 2)</c>.</param>
    public SpaceBuilder Constraint(string text)
    {
        try
        {
            constraints.Add(Spaces.Constraint.Parse(text));
            return this;
        }
        catch (ExpressionException e)
        {
            throw new ArgumentException($"in the constraint '{text}', character {e.Offset + 1}: {e.Message}", nameof(text), e);
        }
    }

    /// <summary>The space.</summary>
    /// <exception cref="ArgumentException">A condition or a constraint names what is not there.</exception>
    public SearchSpace Build()
    {
        if (parameters.Count == 0) throw new ArgumentException("a space has at least one parameter; found none: add one before 'Build'");
        foreach (var parameter in parameters) foreach (var clause in parameter.When) Check(parameter.Name, clause);
        foreach (var constraint in constraints)
        {
            foreach (var (name, _) in constraint.Parameters) Known(name, $"the constraint '{constraint.Text}' names");
        }

        return new SearchSpace([.. parameters], [.. constraints]);
    }

    private void Check(string name, WhenClause clause)
    {
        var domain = parameters[Known(clause.Parent, $"the condition of '{name}' names")].Domain;
        if (domain.Count is not <= MostListed)
            throw Wrong(name, $"waits for values of '{clause.Parent}', which has no list of values: a condition needs one");
        var own = Enumerable.Range(0, (int)domain.Count.Value).Select(i => Text(domain.Item(i))).ToHashSet();
        if (clause.Values.Select(Text).FirstOrDefault(text => !own.Contains(text)) is { } stranger)
            throw Wrong(name, $"waits for {stranger}, which '{clause.Parent}' never is (values: {Suggestion.List(own, 10)})");
    }

    private int Known(string name, string whoNames)
    {
        if (Find(name) is >= 0 and var found) return found;
        var names = parameters.Select(parameter => parameter.Name);
        throw new ArgumentException(
            $"{whoNames} '{name}', which is no parameter{Suggestion.For(name, names)} (parameters: {Suggestion.List(names)})");
    }

    private int Find(string name) => parameters.FindIndex(parameter => parameter.Name == name);

    // Read anew, so that a number is the same however the caller made it.
    private static JsonNode? Plain(JsonNode? value) => value is null ? null : JsonNode.Parse(value.ToJsonString());

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static ArgumentException Wrong(string name, FormattableString what) =>
        new($"'{name}' {FormattableString.Invariant(what)}");
}
