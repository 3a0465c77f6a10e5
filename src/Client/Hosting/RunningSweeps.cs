using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Sweep.Client.Results;
using Sweep.Experiments.Data;

namespace Sweep.Client.Hosting;

/// <summary>Tells whether a process of this machine runs a sweep now: it holds the lock beside the ledger, which the system frees when the process ends.</summary>
public static partial class RunningSweeps
{
    private const int Terminate = 15;
    private const int MaxOwnerBytes = 4096;

    /// <summary>True when the lock of the sweep is held.</summary>
    public static bool Contains(string ledgerPath, string sweep)
    {
        try
        {
            // To open a pipe waits for its other end.
            if (RegularFile.KindOf(SweepFiles.Lock(ledgerPath, sweep)) != FileKind.Regular) return false;
            using var probe = new FileStream(SweepFiles.Lock(ledgerPath, sweep), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Who holds the lock, for people: <c>process 17 on host here</c>; null when that is not known.</summary>
    public static string? Owner(string ledgerPath, string sweep)
    {
        var file = SweepFiles.Lock(ledgerPath, sweep) + ".owner";
        return File.Exists(file) && RegularFile.ReadText(file, MaxOwnerBytes).Trim() is { Length: > 0 } owner ? owner : null;
    }

    /// <summary>Asks the process that runs the sweep to wind down, as <c>kill</c> does. Nothing happens when none does, or it is on another machine.</summary>
    public static void AskToEnd(string ledgerPath, string sweep)
    {
        if (OperatingSystem.IsWindows() || !Contains(ledgerPath, sweep)) return;
        var owner = OwnerText().Match(Owner(ledgerPath, sweep) ?? "");
        if (owner.Success && owner.Groups["host"].Value == Environment.MachineName) _ = kill(int.Parse(owner.Groups["pid"].ValueSpan), Terminate);
    }

    [GeneratedRegex(@"^process (?<pid>\d{1,9}) on host (?<host>.+)$")]
    private static partial Regex OwnerText();

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
