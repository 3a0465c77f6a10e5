using Sweep.Experiments.Search;
using Sweep.Experiments.Search.Expressions;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>constraints</c>: a list of conditions over the file's parameters.</summary>
internal sealed class ConstraintsReader(IReadOnlyList<string> parameters, SpecErrors errors)
{
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
            foreach (var (name, offset) in constraint.Parameters.Where(parameter => !parameters.Contains(parameter.Name)))
            {
                errors.Add(Inside(scalar, offset), $"the constraint names '{name}', which is no parameter of this file{Suggestion.For(name, parameters)}; a text needs quotes: '{name}'");
            }

            if (constraint.Parameters.Count > 0) return (constraint, scalar.At);
            errors.Add(scalar.At, $"the constraint '{text}' names no parameter, so it can change nothing: remove it");
        }
        catch (ExpressionException e)
        {
            errors.Add(Inside(scalar, e.Offset), $"in the constraint '{text}': {e.Message}");
        }

        return null;
    }

    /// <summary>The place of a character of a text that stands on one line.</summary>
    public static SpecPosition Inside(SpecPosition at, bool isPlain, int offset) => at.Line == 0 ? at : at with { Column = at.Column + offset + (isPlain ? 0 : 1) };

    private static SpecPosition Inside(YamlScalar scalar, int offset) => Inside(scalar.At, scalar.IsPlain, offset);
}
