using System.Text.Json.Nodes;
using Sweep.Contracts.Text;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Specs;

/// <summary>Reads the <c>when</c> of parameters against the other parameters of the file.</summary>
internal sealed class WhenReader(IReadOnlyList<WrittenParameter> parameters, UnreadParameters unread, SpecErrors errors)
{
    private const int MostValues = 100_000;

    private readonly Dictionary<string, Dictionary<string, JsonNode?>> valuesByText = [];

    /// <summary>The dimensions; null when something was reported here or before.</summary>
    public IReadOnlyList<SpaceParameter>? Read()
    {
        var read = parameters.Select(parameter =>
            (Written: parameter, Clauses: parameter.Whens.SelectMany(node => Clauses(parameter, node)).ToList())).ToList();
        var parents = read.ToDictionary(pair => pair.Written.Name, pair => pair.Clauses.Select(clause => clause.Parent).ToList());
        foreach (var parameter in parameters.Where(parameter => Reaches(parameter.Name, parameter.Name, parents, [])))
        {
            errors.Add(parameter.At,
                $"the 'when' of '{parameter.Name}' depends, directly or through others, on '{parameter.Name}' itself: break the circle");
        }

        return errors.Any ? null : Existing([.. read.Select(pair =>
            new SpaceParameter(pair.Written.Name, pair.Written.Domain!, Implied(pair.Written.Name, pair.Clauses)))]);
    }

    private List<WhenClause> Implied(string name, List<WhenClause> clauses) =>
        unread.ClauseOf(name) is { } clause ? [.. clauses, clause] : clauses;

    /// <summary>Leaves out what is never read, and what waits for it.</summary>
    private List<SpaceParameter> Existing(List<SpaceParameter> dimensions)
    {
        var gone = new HashSet<string>(unread.Never, StringComparer.Ordinal);
        while (dimensions.Find(d => !gone.Contains(d.Name) && d.When.Any(clause => gone.Contains(clause.Parent))) is { } waiting)
            gone.Add(waiting.Name);
        return gone.Count == 0 ? dimensions : dimensions.FindAll(dimension => !gone.Contains(dimension.Name));
    }

    private IEnumerable<WhenClause> Clauses(WrittenParameter owner, YamlNode node)
    {
        if (node is not YamlMap { Entries: { Count: > 0 } entries })
        {
            errors.Add(node.At,
                $"the 'when' of '{owner.Name}' is a map from parameters to values, for example {{cell: lstm}}; found {node.Describe()}");
            yield break;
        }

        foreach (var entry in entries)
        {
            var parent = parameters.FirstOrDefault(parameter => parameter.Name == entry.Key);
            if (parent is null)
            {
                var near = Suggestion.For(entry.Key, parameters.Select(parameter => parameter.Name));
                errors.Add(entry.KeyAt, $"the 'when' of '{owner.Name}' names '{entry.Key}', which is no parameter of this file{near}");
            }
            else if (parent.Domain is { } domain && Clause(owner, parent.Name, domain, entry) is { } clause) yield return clause;
        }
    }

    private WhenClause? Clause(WrittenParameter owner, string parent, IDomain domain, YamlEntry entry)
    {
        if (domain.Count is not <= MostValues)
        {
            errors.Add(entry.KeyAt, $"the 'when' of '{owner.Name}' names '{parent}', which has a continuous range: 'when' needs a " +
                "parameter with a list of values");
            return null;
        }

        var byText = ByText(parent, domain);
        var wanted = entry.Value is YamlList list ? list.Items : [entry.Value];
        if (wanted.Count == 0) errors.Add(entry.Value.At, $"the 'when' of '{owner.Name}' lists no value of '{parent}': give at least one");
        var matched = new List<JsonNode?>();
        foreach (var node in wanted)
        {
            if (Match(node, byText, out var value)) matched.Add(value);
            else errors.Add(node.At, $"the 'when' of '{owner.Name}' waits for a value that '{parent}' never has: {node.Describe()}" +
                $"{Suggestion.For((node as YamlScalar)?.Text ?? "", byText.Keys)} (values: {Suggestion.List(byText.Keys, 10)})");
        }

        return new(parent, matched);
    }

    private Dictionary<string, JsonNode?> ByText(string parent, IDomain domain)
    {
        if (valuesByText.TryGetValue(parent, out var known)) return known;
        return valuesByText[parent] = domain.Items().GroupBy(DomainValues.Show)
            .ToDictionary(group => group.Key, group => group.First());
    }

    // A value is compared as it is written, so that text and number need no quotes here.
    private static bool Match(YamlNode node, Dictionary<string, JsonNode?> known, out JsonNode? value)
    {
        value = null;
        if (node is not YamlScalar scalar) return false;
        if (known.TryGetValue(scalar.Text, out value)) return true;
        if (scalar.Value is double real && !double.IsFinite(real)) return false;
        if (known.TryGetValue(DomainValues.Show(scalar.ToJson()), out value)) return true;
        // 0.1 is 0.10 for whoever wrote them.
        var wanted = WrittenNumber.Identity(scalar.ToJson());
        value = scalar.Value is long or double ? known.Values.FirstOrDefault(item => WrittenNumber.Identity(item) == wanted) : null;
        return value is not null;
    }

    private static bool Reaches(string from, string target, Dictionary<string, List<string>> parents, HashSet<string> seen) =>
        parents[from].Exists(parent => parent == target || (seen.Add(parent) && Reaches(parent, target, parents, seen)));
}
