namespace Sweep.Experiments.Specs;

/// <summary>The folder in which the programs of a sweep run.</summary>
/// <param name="Base">Absolute folder that the ledger keeps; <c>workdir</c> counts from there.</param>
/// <param name="Path">Absolute working folder of the programs.</param>
/// <param name="Reason">Why it is this one, for people: <c>where the command was typed</c>.</param>
public sealed record WorkFolder(string Base, string Path, string Reason)
{
    /// <summary>Value of the key <c>workdir</c>; null = none.</summary>
    public string? Workdir { get; init; }

    /// <summary>The one of a sweep that a ledger holds: its trials go on where they began.</summary>
    /// <param name="baseFolder">What the ledger keeps.</param>
    /// <param name="workdir">Value of the key <c>workdir</c>; null = none.</param>
    public static WorkFolder Kept(string baseFolder, string? workdir = null) => workdir is null
        ? new(baseFolder, baseFolder, "as the ledger keeps it")
        : new(baseFolder, System.IO.Path.GetFullPath(workdir, baseFolder), "'workdir'") { Workdir = workdir };

    /// <summary>Chooses it.</summary>
    internal static WorkFolder Of(SpecPlace place, string? workdir, CommandParts command)
    {
        if (workdir is not null || place.TypedFolder is not { } typed) return Kept(place.BaseFolder, workdir);
        if (typed == place.BaseFolder) return new(typed, typed, "where the command was typed, and the sweep file's");
        if (place.HasFiles && command.Names.Count > 0 && !command.Names.Any(name => IsIn(typed, name))
            && command.Names.FirstOrDefault(name => IsIn(place.BaseFolder, name)) is { } found)
            return new(place.BaseFolder, place.BaseFolder, $"the sweep file's, which has {found}; {typed} has not");
        return new(typed, typed, "where the command was typed");
    }

    /// <summary>True when a file or folder of this name is there.</summary>
    internal static bool IsIn(string folder, string name) => System.IO.Path.Exists(System.IO.Path.Combine(folder, name));
}
