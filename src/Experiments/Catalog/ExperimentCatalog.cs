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
        List<IExperimentDefinition> all = [.. byName.Values, .. more];
        return all.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is not { } twice ? new(all)
            : throw new ArgumentException($"there is an experiment '{twice.Key}' already: give this one another Name");
    }

    /// <summary>The experiment of that name; null when there is none.</summary>
    public IExperimentDefinition? Find(string name) => byName.GetValueOrDefault(name);
}

/// <summary>An assembly of experiments cannot be used.</summary>
/// <param name="message">One line for people: which one, what was expected, what was found, and the way out.</param>
#pragma warning disable CA1032 // Always with a message.
public sealed class ExperimentAssemblyException(string message) : Exception(message);
#pragma warning restore CA1032
