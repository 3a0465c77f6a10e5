using System.Diagnostics;

namespace Sweep.Bench.Verbs;

/// <summary>One verb as a real process.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakMegabytes">The most memory it held.</param>
internal sealed record VerbRun(double Seconds, double PeakMegabytes)
{
    /// <summary>How often the kernel is asked for the peak so far; it only rises, so little is missed at the end.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);

    /// <summary>Runs <c>sweep</c> with its output thrown away.</summary>
    /// <exception cref="InvalidOperationException">It failed, or took longer than <paramref name="limit"/>.</exception>
    public static async Task<VerbRun> Of(string program, string folder, TimeSpan limit, params IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(
            "dotnet", [program, .. args])
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.BaseStream.CopyToAsync(Stream.Null), process.StandardError.ReadToEndAsync());
        var peak = 0.0;
        while (!process.WaitForExit(Look))
        {
            peak = Math.Max(peak, Peak(process.Id));
            if (Stopwatch.GetElapsedTime(began) <= limit) continue;
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"'sweep {string.Join(' ', args)}' took longer than {limit.TotalSeconds:0} s");
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await output;
        var said = await error;
        return process.ExitCode == 0 ? new VerbRun(seconds, peak)
            : throw new InvalidOperationException($"'sweep {string.Join(' ', args)}' ended with {process.ExitCode}: {said}");
    }

    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return 0;
        }
    }
}
