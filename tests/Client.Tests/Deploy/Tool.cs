using System.ComponentModel;
using System.Diagnostics;

namespace Sweep.Client.Tests.Deploy;

/// <summary>A program of this machine, where there is one.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs it in the repository's deploy folder; the test is skipped where the program is missing.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(string program, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        var info = new ProcessStartInfo(
            program, arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = DeployFiles.Folder };
        using var process = Start(info);
        Assert.SkipWhen(process is null, $"there is no program '{program}' on this machine");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel).WaitAsync(Limit, cancel);
        return (process.ExitCode, await output, await errors);
    }

    private static Process? Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
