namespace Sweep.Experiments.Data;

/// <summary>Where downloaded corpora are kept.</summary>
public static class DataFolder
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "SWEEP_DATA";

    /// <summary><c>SWEEP_DATA</c>, else <c>sweep</c> in the user's cache folder: <c>XDG_CACHE_HOME</c>, else <c>~/.cache</c>. Absolute; may
    /// not exist yet.</summary>
    public static string Find(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
        if (environment("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)) return Path.Combine(cache, "sweep");
        var home = environment("HOME") is { Length: > 0 } found ? found : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // A service may run without a home; a temporary folder costs it one more download.
        return home.Length > 0 ? Path.Combine(home, ".cache", "sweep") : Path.Combine(Path.GetTempPath(), "sweep");
    }
}
