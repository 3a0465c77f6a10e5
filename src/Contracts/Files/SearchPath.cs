namespace Sweep.Contracts.Files;

/// <summary>Where commands without a folder in their name are found: the folders of the variable PATH.</summary>
public static class SearchPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What <c>${interpreter}</c> is: <c>python</c>, or <c>python3</c> where only that is on the PATH (Debian, Ubuntu).</summary>
    public static string Interpreter { get; } = Has("python") || !Has("python3") ? "python" : "python3";

    /// <summary>True when a command of this name is on this process's PATH.</summary>
    public static bool Has(string command) => Find(command, Environment.GetEnvironmentVariable("PATH")) is not null;

    /// <summary>Path of the first executable file of this name; null when there is none.</summary>
    /// <param name="command">A name without a folder.</param>
    /// <param name="folders">Folders as PATH lists them; null = none.</param>
    public static string? Find(string command, string? folders) =>
        (folders ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, command)).FirstOrDefault(IsExecutable);

    /// <summary>True when there is a file of this name that anybody may execute, links followed.</summary>
    public static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or in a folder that is closed to us.
            return false;
        }
    }
}
