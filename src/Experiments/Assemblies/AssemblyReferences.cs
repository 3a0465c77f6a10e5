using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Training;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Assemblies;

/// <summary>Reads which versions of Sweep an assembly was built against, before anything of it is loaded.</summary>
internal static class AssemblyReferences
{
    private static readonly Dictionary<string, Version> Own =
        new[] { typeof(TrialConfig), typeof(SearchSpace), typeof(TrainingExperiment) }.Select(type => type.Assembly.GetName())
            .ToDictionary(name => name.Name!, name => name.Version!);

    /// <exception cref="ExperimentAssemblyException">It is no .NET assembly, or was built against a version that does not fit.</exception>
    public static void RequireThisVersion(string path, byte[] image)
    {
        foreach (var (name, built) in References(path, image))
        {
            if (Own.TryGetValue(name, out var here) && !Fits(built, here))
                throw new ExperimentAssemblyException($"'{path}' was built against {name} {built.ToString(3)}, and this is " +
                    $"{here.ToString(3)}: build it again with the package of this version");
        }
    }

    /// <summary>True when one runs with the other: interfaces only grow within a major version, before 1.0 within a minor one.</summary>
    public static bool Fits(Version built, Version here) =>
        built.Major == here.Major && (built.Major > 0 || built.Minor == here.Minor) && built <= here;

    private static List<(string Name, Version Version)> References(string path, byte[] image)
    {
        try
        {
            using var file = new PEReader(new MemoryStream(image));
            if (file.HasMetadata && file.GetMetadataReader() is { IsAssembly: true } reader)
            {
                return [.. reader.AssemblyReferences.Select(reader.GetAssemblyReference)
                    .Select(reference => (reader.GetString(reference.Name), reference.Version))];
            }
        }
        catch (BadImageFormatException)
        {
            // Said below.
        }

        throw new ExperimentAssemblyException($"'{path}' is no .NET assembly: name the .dll that the project of the experiment builds");
    }
}
