using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Specs;

/// <summary>Finds where the parameters of a file are read at all, by what the experiment says of them (<see cref="ReadBy"/>).</summary>
internal sealed class UnreadParameters
{
    private readonly Dictionary<string, ReadBy> readBy = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<WrittenParameter> parameters;
    private readonly HashSet<string> never = new(StringComparer.Ordinal);

    public UnreadParameters(IExperimentDefinition? experiment, IReadOnlyList<WrittenParameter> parameters)
    {
        this.parameters = parameters;
        foreach (var known in experiment?.Parameters ?? [])
        {
            if (known.ReadBy is not { } by || parameters.All(parameter => parameter.Name != known.Name)) continue;
            readBy[known.Name] = by;
            var preset = experiment!.Parameters!.First(other => other.Name == by.Parameter).Default!;
            if (!Words(by.Parameter, preset).Any(by.Words.Contains)) never.Add(known.Name);
        }
    }

    /// <summary>Names of the parameters that no trial of the file reads.</summary>
    public IReadOnlySet<string> Never => never;

    /// <summary>The condition under which a parameter is read; null = it always is, or never.</summary>
    public WhenClause? ClauseOf(string name)
    {
        if (!readBy.TryGetValue(name, out var by) || never.Contains(name) || Parent(by) is not { Domain: { } domain }) return null;
        var items = domain.Items().ToList();
        var reading = items.Where(item => by.Words.Contains(item?.ToString() ?? "")).ToList();
        return reading.Count == items.Count ? null : new WhenClause(by.Parameter, reading) { IsImplied = true };
    }

    /// <summary>Reports parameters that decide about others and have a <c>when</c>, and tells of those that are never read.</summary>
    public void Tell(SpecErrors errors)
    {
        var deciding = readBy.Where(entry => ClauseOf(entry.Key) is not null).Select(entry => Parent(entry.Value));
        foreach (var parent in deciding.OfType<WrittenParameter>().Where(parent => parent.Whens.Count > 0).Distinct())
            errors.Add(parent.At, $"'{parent.Name}' decides which other parameters are read, so it is in every configuration: " +
                "remove its 'when'");
        foreach (var parameter in parameters.Where(parameter => never.Contains(parameter.Name)))
        {
            var by = readBy[parameter.Name];
            errors.Notice(parameter.At, $"'{parameter.Name}' is read with {by.Parameter}: {Suggestion.List(by.Words)} only, which no " +
                "trial of this file has: it is left out");
        }
    }

    private IEnumerable<string> Words(string name, string preset) => parameters.FirstOrDefault(parameter => parameter.Name == name) switch
    {
        { Domain: { Count: not null } domain } => domain.Items().Select(item => item?.ToString() ?? ""),
        null => [preset],
        _ => [], // Its values were reported.
    };

    private WrittenParameter? Parent(ReadBy by) => parameters.FirstOrDefault(parameter => parameter.Name == by.Parameter);
}
