namespace Sweep.Silo.Workers;

/// <summary>Where the <c>setsid</c> program is.</summary>
internal static class SetSid
{
    /// <summary>Absolute path; null where there is none, and process trees are walked instead of groups killed.</summary>
    public static string? Path { get; } = OperatingSystem.IsWindows()
        ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/bin")
            .Select(folder => System.IO.Path.Combine(folder, "setsid"))
            .FirstOrDefault(File.Exists);
}
