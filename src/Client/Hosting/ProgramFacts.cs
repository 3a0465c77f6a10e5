using System.Reflection;

namespace Sweep.Client.Hosting;

/// <summary>What this program is and how to start it again.</summary>
public static class ProgramFacts
{
    public static string Version { get; } =
        typeof(ProgramFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Program and leading arguments that start this program once more: the apphost, or <c>dotnet sweep.dll</c>.</summary>
    public static IReadOnlyList<string> SelfCommand { get; } = FindSelf(AppContext.BaseDirectory);

    private static IReadOnlyList<string> FindSelf(string folder)
    {
        var apphost = Path.Combine(folder, OperatingSystem.IsWindows() ? "sweep.exe" : "sweep");
        return File.Exists(apphost) ? [apphost] : [Environment.ProcessPath ?? "dotnet", Path.Combine(folder, "sweep.dll")];
    }
}
