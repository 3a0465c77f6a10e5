namespace Sweep.Experiments.Catalog;

/// <summary>The experiments this build knows, by name.</summary>
/// <param name="experiments">Definitions; names must differ.</param>
public sealed class ExperimentCatalog(IEnumerable<IExperimentDefinition> experiments)
{
    private readonly Dictionary<string, IExperimentDefinition> byName = experiments.ToDictionary(e => e.Name, StringComparer.Ordinal);

    /// <summary>Names in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The experiment of that name; null when there is none.</summary>
    public IExperimentDefinition? Find(string name) => byName.GetValueOrDefault(name);
}
