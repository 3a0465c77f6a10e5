using Sweep.Contracts.Text;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Expressions;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>constraints</c>: a list of conditions over the file's parameters.</summary>
internal sealed class ConstraintsReader(IReadOnlyList<WrittenParameter> parameters, SpecErrors errors)
{
    private const int MostValues = 1000;

    private readonly HashSet<string> names = [.. parameters.Select(parameter => parameter.Name)];
    private readonly Dictionary<string, IReadOnlyList<string>> values = [];

    /// <summary>Each constraint with the place it is written at.</summary>
    public IReadOnlyList<(Constraint Constraint, SpecPosition At)> Read(YamlNode? node)
    {
        if (node is null) return [];
        if (node is YamlScalar { Value: string } single) node = new YamlList(single.At, [single]);
        if (node is not YamlList { Items: { Count: > 0 } items })
        {
            errors.Add(node.At, $"'constraints' is a list of conditions, for example ['layers * hidden <= 2048']; found {node.Describe()}");
            return [];
        }

        return [.. items.Select(One).OfType<(Constraint, SpecPosition)>()];
    }

    private (Constraint, SpecPosition)? One(YamlNode node)
    {
        if (node is not YamlScalar { Value: string text } scalar)
        {
            errors.Add(node.At, $"a constraint is a condition, for example 'layers * hidden <= 2048'; found {node.Describe()}");
            return null;
        }

        try
        {
            var constraint = Constraint.Parse(text);
            CheckNames(constraint, scalar);
            CheckTexts(constraint, scalar);
            if (constraint.Parameters.Count > 0) return (constraint, scalar.At);
            errors.Add(scalar.At, $"the constraint '{text}' names no parameter, so it can change nothing: remove it");
        }
        catch (ExpressionException e)
        {
            errors.Add(scalar.Inside(e.Offset), $"in the constraint '{text}': {e.Message}");
        }

        return null;
    }

    private void CheckNames(Constraint constraint, YamlScalar scalar)
    {
        foreach (var (name, offset) in constraint.Parameters.Where(parameter => !names.Contains(parameter.Name)))
        {
            var wayOut = Suggestion.Nearest(name, names) is { } near ? $"; did you mean '{near}'?"
                : $"; if it is a text, put it in quotes: '{name}'";
            errors.Add(scalar.Inside(offset), $"the constraint names '{name}', which is no parameter of this file{wayOut}");
        }
    }

    // A comparison that is never true is a typing error, and would silently keep or drop everything.
    private void CheckTexts(Constraint constraint, YamlScalar scalar)
    {
        foreach (var (name, text, offset) in constraint.Comparisons)
        {
            if (ValuesOf(name) is not { Count: > 0 } own || own.Contains(text)) continue;
            var known = $"{Suggestion.For(text, own)} (values: {Suggestion.List(own, 10)})";
            errors.Add(scalar.Inside(offset), $"the constraint compares '{name}' with the text '{text}', which it never is{known}");
        }
    }

    /// <summary>The values of a parameter as texts; none when it is unknown or has too many to look for one that is meant.</summary>
    private IReadOnlyList<string> ValuesOf(string name)
    {
        if (values.TryGetValue(name, out var known)) return known;
        var domain = parameters.FirstOrDefault(parameter => parameter.Name == name)?.Domain;
        return values[name] = domain?.Count is <= MostValues ? [.. domain.Items().Select(DomainValues.Show)] : [];
    }
}
