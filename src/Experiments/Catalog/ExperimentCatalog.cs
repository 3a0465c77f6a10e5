namespace Sweep.Experiments.Catalog;

/// <summary>The experiments this build knows, by name.</summary>
/// <param name="experiments">Definitions; names must differ.</param>
public sealed class ExperimentCatalog(IEnumerable<IExperimentDefinition> experiments)
{
    private readonly Dictionary<string, IExperimentDefinition> byName = experiments.ToDictionary(e => e.Name, StringComparer.Ordinal);

    /// <summary>Names in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>These and more.</summary>
    /// <exception cref="ArgumentException">One has a name that is taken; the message says which.</exception>
    public ExperimentCatalog With(IEnumerable<IExperimentDefinition> more)
    {
        var all = byName.Values.ToList();
        foreach (var one in more)
        {
            if (all.Exists(other => other.Name == one.Name))
                throw new ArgumentException($"there is an experiment '{one.Name}' already: give this one another Name");
            all.Add(one);
        }

        return new ExperimentCatalog(all);
    }

    /// <summary>The experiment of that name; null when there is none.</summary>
    public IExperimentDefinition? Find(string name) => byName.GetValueOrDefault(name);
}
