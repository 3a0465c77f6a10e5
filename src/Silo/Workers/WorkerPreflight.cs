using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sweep.Silo.Workers;

/// <summary>Finds out whether workers of this node can train, before it offers slots that would fail one trial after the other.</summary>
public static class WorkerPreflight
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Starts a worker with <c>--probe</c>, which loads libtorch and ends.</summary>
    /// <param name="environment">Variables to set over the node's own.</param>
    /// <returns>What is wrong, for people; null when it can train.</returns>
    public static async Task<string?> Check(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var line = string.Join(' ', command);
        try
        {
            using var process = Start(command, environment);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Limit);
            try
            {
                var (output, error) =
                    (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
                await process.WaitForExitAsync(limit.Token);
                if (process.ExitCode != 0)
                    return $"'{line} --probe' ended with code {process.ExitCode}: {(await error).Trim().Split('\n')[^1]}";
                if (Read(await output) is not { } answer)
                    return $"'{line} --probe' gave no answer that this node understands; use a worker of the same release";
                return answer["problem"] is JsonValue problem ? problem.ToString() : null;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return $"'{line} --probe' did not load libtorch within {Limit.TotalSeconds:0} seconds";
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return $"cannot start a worker with '{line}': {e.Message}";
        }
    }

    private static Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(command[0])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command.Skip(1).Append("--probe")) info.ArgumentList.Add(word);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        return Process.Start(info)!;
    }

    private static JsonObject? Read(string output)
    {
        try
        {
            return JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
