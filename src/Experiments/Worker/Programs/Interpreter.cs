namespace Sweep.Experiments.Worker.Programs;

/// <summary>What <c>${interpreter}</c> stands for.</summary>
internal static class Interpreter
{
    /// <summary><c>python</c>, or <c>python3</c> where only that is on the PATH (Debian, Ubuntu).</summary>
    public static string Name { get; } = IsOnPath("python") || !IsOnPath("python3") ? "python" : "python3";

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
