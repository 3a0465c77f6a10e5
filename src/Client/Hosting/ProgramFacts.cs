using System.Reflection;
using Sweep.Experiments.BuiltIn;

namespace Sweep.Client.Hosting;

/// <summary>What this program is and how to start it again.</summary>
public static class ProgramFacts
{
    public static string Version { get; } =
        typeof(ProgramFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Program and leading arguments that start this program once more: the apphost, or <c>dotnet sweep.dll</c>.</summary>
    public static IReadOnlyList<string> SelfCommand { get; } = FindSelf(AppContext.BaseDirectory);

    /// <summary>Program and arguments that start a worker.</summary>
    /// <param name="assemblies">Absolute paths of the assemblies whose experiments it runs beside the built-in ones.</param>
    public static IReadOnlyList<string> Worker(IReadOnlyList<string> assemblies) =>
        [.. SelfCommand, WorkerHost.Verb, .. assemblies.SelectMany(path => new[] { WorkerHost.ExperimentsOption, path })];

    private static IReadOnlyList<string> FindSelf(string folder)
    {
        var apphost = Path.Combine(folder, OperatingSystem.IsWindows() ? "sweep.exe" : "sweep");
        return File.Exists(apphost) ? [apphost] : [Environment.ProcessPath ?? "dotnet", Path.Combine(folder, "sweep.dll")];
    }
}
