using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>Where a sweep file is read, and what of this machine may be looked at to check it.</summary>
/// <param name="BaseFolder">Absolute folder that relative paths in the file count from: the file's own, or the one a ledger keeps.</param>
public sealed record SpecPlace(string BaseFolder)
{
    /// <summary>Absolute folder where the command was typed, where programs run if they are there; null (default) =
    /// <see cref="BaseFolder"/>.</summary>
    public string? TypedFolder { get; init; }

    /// <summary>False when the files that the text names are on another machine; default true.</summary>
    public bool HasFiles { get; init; } = true;

    /// <summary>Loads the experiments of the assembly that the file names, by its absolute path, which runs code of it; null (default) =
    /// nothing is loaded, and the experiments that are known already are all there are.</summary>
    public Func<string, IReadOnlyList<IExperimentDefinition>>? LoadExperiments { get; init; }

    /// <summary>False when trials run commands of other machines; default true. Counts only with <see cref="HasFiles"/>.</summary>
    public bool HasCommands { get; init; } = true;
}
