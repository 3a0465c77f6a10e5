namespace Sweep.Client.Tests.Architecture;

/// <summary>Where the sources of the running tests lie.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Sweep.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Sweep.sln")) ? folder
        : Path.GetDirectoryName(folder) is { } parent ? Find(parent)
        : throw new InvalidOperationException($"no Sweep.sln above {AppContext.BaseDirectory}");
}
