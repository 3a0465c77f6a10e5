using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>assembly</c>: the file with an experiment of one's own.</summary>
internal sealed class AssemblyReader(ExperimentCatalog catalog, SpecPlace place)
{
    private const string Key = "assembly";

    // All experiments that the file may name, the assembly (null = none), and why it cannot be used (null = it can).
    private sealed record Found(ExperimentCatalog Catalog, string? Path, string? Problem = null);

    /// <summary>The experiments that the file may name, as far as they can be had.</summary>
    public ExperimentCatalog Known(YamlMap root) => Find(root).Catalog;

    /// <summary>Reports what is wrong with the key.</summary>
    /// <returns>Absolute path of the assembly; null = the file names none, or none that can be used.</returns>
    public string? Read(KeyReader root, SpecErrors errors)
    {
        if (root.Text(Key) is null) return null;
        var at = root.Node(Key)!.At;
        if (root.Node("program") is not null || root.Node("command") is not null)
        {
            errors.Add(at, "'assembly' holds experiments of one's own, and the file has 'program' or 'command': remove one of them");
            return null;
        }

        var found = Find(root.Map);
        if (found.Problem is not null) errors.Add(at, found.Problem);
        else if (Unused(root, found) is { } problem) errors.Add(at, problem);
        return found.Problem is null ? found.Path : null;
    }

    private string? Unused(KeyReader root, Found found)
    {
        var own = found.Catalog.Names.Except(catalog.Names).ToList();
        var has = own.Count == 0 ? "" : $" (it has {Suggestion.List(own)})";
        if (root.Node("experiment") is null) return $"'assembly' needs the key 'experiment': which of its experiments to run{has}";
        return own.Count > 0 && root.Text("experiment") is { } name && catalog.Find(name) is not null
            ? $"'assembly' has no experiment '{name}', which is built in{has}: remove 'assembly', or name one of its own" : null;
    }

    private Found Find(YamlMap root)
    {
        if (root.Find(Key)?.Value is not YamlScalar { Value: not null, Text: { Length: > 0 } text }) return new(catalog, null);
        try
        {
            var path = Path.GetFullPath(text, place.BaseFolder);
            return new(place.LoadExperiments is { } load ? catalog.With(load(path)) : catalog, path);
        }
        catch (Exception e) when (e is ExperimentAssemblyException or ArgumentException)
        {
            return new(catalog, text, e is ArgumentException ? $"'{text}' cannot be used: {e.Message}" : e.Message);
        }
    }
}
