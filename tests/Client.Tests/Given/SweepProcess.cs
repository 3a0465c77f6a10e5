using System.Diagnostics;

namespace Sweep.Client.Tests.Given;

/// <summary>The real program, started as a user starts it.</summary>
internal static class SweepProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Path of the executable that the build made.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "sweep");

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Said> Run(string program, string folder, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        var info = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        foreach (var (name, value) in variables) info.Environment[name] = value;
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return new Said(process.ExitCode, await output, await error);
    }

    public static Task<Said> Sweep(string folder, params string[] args) => Run(Executable, folder, new Dictionary<string, string>(), args);
}
