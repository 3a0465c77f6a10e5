using System.Collections.Concurrent;
using System.Reflection;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Assemblies;

/// <summary>Finds the experiments of somebody else's assembly: its public classes of <see cref="TrainingExperiment"/>.</summary>
/// <remarks>Loading runs code of the assembly. Whoever calls this has decided that it may run.</remarks>
public static class ExperimentAssembly
{
    // An assembly that is loaded stays: types of it may live anywhere in the process.
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Experiment>>> Loaded = new(StringComparer.Ordinal);

    /// <summary>The experiments of an assembly, for a worker.</summary>
    /// <param name="path">Absolute path of the file. It is read once in the life of the process.</param>
    /// <exception cref="ExperimentAssemblyException">It cannot be used.</exception>
    public static IReadOnlyList<Experiment> Load(string path) =>
        Loaded.GetOrAdd(path, file => new(() => Read(file), LazyThreadSafetyMode.PublicationOnly)).Value;

    /// <summary>The experiments of an assembly, for whoever checks and plans sweeps.</summary>
    /// <inheritdoc cref="Load"/>
    public static IReadOnlyList<IExperimentDefinition> Definitions(string path) =>
        [.. Load(path).Select(experiment => experiment.Definition)];

    private static IReadOnlyList<Experiment> Read(string path)
    {
        var image = Image(path);
        AssemblyReferences.RequireThisVersion(path, image);
        var assembly = LoadedFrom(path, image);
        var found = Classes(path, assembly).Select(type => Make(path, type)).ToList();
        foreach (var experiment in found) Require(path, experiment);
        if (found.GroupBy(experiment => experiment.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ExperimentAssemblyException($"'{path}' has the experiment '{twice.Key}' twice, as " +
                $"{string.Join(" and ", twice.Select(one => one.GetType().FullName))}: give one of them another Name");
        var from = $"{Path.GetFileName(path)} {assembly.ManifestModule.ModuleVersionId:N}";
        return [.. found.Select(experiment => new Experiment(
            new GuardedDefinition(experiment), () => new SessionRunner(trial => Open(experiment, trial, from))))];
    }

    private static ITrainingSession Open(TrainingExperiment experiment, TrialContext trial, string from)
    {
        trial.MadeBy = trial.MadeBy with { Assembly = from };
        return experiment.Open(trial, new ConfigValues(experiment.Parameters, trial.Order.Config));
    }

    private static Assembly LoadedFrom(string path, byte[] image)
    {
        try
        {
            return new ExperimentLoadContext(path).Load(image);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw new ExperimentAssemblyException(
                $"the assembly '{path}' cannot be loaded ({TrialFailure.FirstLine(e.Message)}): build its project again");
        }
    }

    private static byte[] Image(string path)
    {
        try
        {
            // Read whole: a build may write the file anew while it is in use.
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentAssemblyException(e switch
            {
                FileNotFoundException or DirectoryNotFoundException =>
                    $"there is no assembly '{path}'{SweepFile.Near(path, "*.dll")}: build its project, or correct the path",
                UnauthorizedAccessException when Directory.Exists(path) =>
                    $"'{path}' is a folder, expected an assembly: name the .dll that its project builds",
                _ => $"the assembly '{path}' cannot be read: {e.Message}",
            });
        }
    }

    private static List<Type> Classes(string path, Assembly assembly)
    {
        try
        {
            var kin = assembly.GetTypes()
                .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(TrainingExperiment))).ToList();
            var usable = kin.Where(IsUsable).OrderBy(type => type.FullName, StringComparer.Ordinal).ToList();
            return usable.Count > 0 ? usable : throw new ExperimentAssemblyException(kin.Count == 0
                ? $"'{path}' has no experiment: expected a public class of {typeof(TrainingExperiment).FullName}"
                : $"'{path}' has no experiment that can be made: {kin[0].FullName} is not public, or has no public constructor without " +
                    "parameters");
        }
        catch (ReflectionTypeLoadException e)
        {
            throw Incomplete(path, e.LoaderExceptions.OfType<Exception>().FirstOrDefault() ?? e);
        }
    }

    private static bool IsUsable(Type type) => type.IsVisible && type.GetConstructor(Type.EmptyTypes) is not null;

    private static TrainingExperiment Make(string path, Type type)
    {
        try
        {
            return (TrainingExperiment)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } thrown)
        {
            if (thrown is FileNotFoundException or FileLoadException) throw Incomplete(path, thrown);
            throw new ExperimentAssemblyException($"'{path}': making {type.FullName} failed with {TrialFailure.Words(thrown)}");
        }
    }

    private static void Require(string path, TrainingExperiment experiment)
    {
        string? problem;
        try
        {
            problem = DefinitionCheck.Problem(experiment);
        }
        catch (Exception e)
        {
            problem = $"asking for what it is failed with {TrialFailure.Words(e)}";
        }

        if (problem is not null) throw new ExperimentAssemblyException($"'{path}': {experiment.GetType().FullName}: {problem}");
    }

    private static ExperimentAssemblyException Incomplete(string path, Exception e) => new(
        $"'{path}' is not complete ({TrialFailure.FirstLine(e.Message)}): what it needs belongs beside it, which " +
            "<EnableDynamicLoading>true</EnableDynamicLoading> in its project does");
}
