using System.Text.Json;

namespace Sweep.Testing;

/// <summary>Finds files of the repository from wherever the tests were built.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The Time Machine text, which is not part of the repository; skips the test when it is not at hand.</summary>
    public static string TimeMachineOrSkip()
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "timemachine.txt"));
        Assert.SkipUnless(File.Exists(path), $"needs the Time Machine text at {path}");
        return path;
    }

    /// <summary>What tests/Reference/corpora.py printed.</summary>
    public static JsonElement CorporaReference { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "tests", "Reference", "corpora.json"))).RootElement;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sweep.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"no Sweep.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
