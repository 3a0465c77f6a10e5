using System.Diagnostics;

namespace Sweep.Client.Hosting;

/// <summary>This program once more, for a look or a piece of work that may crash.</summary>
internal static class SelfProcess
{
    /// <summary>Runs it to its end, with nothing to read.</summary>
    /// <param name="variable">A variable of its environment.</param>
    /// <returns>Its exit code and what it wrote; null when it took longer than the limit, or was cancelled, and was killed.</returns>
    public static async Task<(int Code, string Output, string Error)?> Run(
        IEnumerable<string> words, TimeSpan limit, (string Name, string Value)? variable = null, CancellationToken cancel = default)
    {
        var info = new ProcessStartInfo(ProgramFacts.SelfCommand[0], ProgramFacts.SelfCommand.Skip(1).Concat(words))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variable is var (name, value)) info.Environment[name] = value;
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(limit);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
            await process.WaitForExitAsync(end.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }
}
