using System.Globalization;

namespace Sweep.Client.Hosting;

/// <summary>Which signals whoever started this process told the system to ignore for it, as <c>nohup</c> does.</summary>
public static class IgnoredSignals
{
    private const string Line = "SigIgn:";
    private const ulong HangUp = 1;

    /// <summary>True when SIGHUP is ignored; to be asked before anything here handles it.</summary>
    public static bool HasHangUp()
    {
        try
        {
            return OperatingSystem.IsLinux() && HasHangUp(File.ReadAllText("/proc/self/status"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same by a text of <c>/proc/PID/status</c>: the line holds a bit for each signal, in base 16.</summary>
    public static bool HasHangUp(string status) =>
        status.Split('\n').FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(Line.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
            && (mask & HangUp) != 0;
}
