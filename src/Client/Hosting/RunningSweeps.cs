using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Sweep.Contracts.Files;

namespace Sweep.Client.Hosting;

/// <summary>Tells whether a process of this machine runs a sweep now:
/// it holds the lock beside the ledger, which the system frees when the process ends.</summary>
public static partial class RunningSweeps
{
    private const int Terminate = 15;
    private const int MaxOwnerBytes = 4096;
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

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
        catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
        {
            return true;
        }
    }

    /// <summary>Who holds the lock, for people: <c>process 17 on host here</c>; null when that is not known.</summary>
    public static string? Owner(string ledgerPath, string sweep)
    {
        var file = SweepFiles.Lock(ledgerPath, sweep) + ".owner";
        try
        {
            return File.Exists(file) && RegularFile.ReadText(file, MaxOwnerBytes).Trim() is { Length: > 0 } owner ? owner : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Asks the process that runs the sweep to wind down, as <c>kill</c> does. Nothing happens when none does, or it cannot be
    /// told from others here: it is on another machine, in another container, or of another user. The name beside a lock may be stale; only
    /// the process that has the lock open is asked.</summary>
    public static void AskToEnd(string ledgerPath, string sweep)
    {
        if (OperatingSystem.IsWindows() || !Contains(ledgerPath, sweep)) return;
        var owner = OwnerText().Match(Owner(ledgerPath, sweep) ?? "");
        if (!owner.Success || owner.Groups["host"].Value != Environment.MachineName) return;
        var id = int.Parse(owner.Groups["pid"].ValueSpan);
        if (HasOpen(id, SweepFiles.Lock(ledgerPath, sweep))) _ = kill(id, Terminate);
    }

    private static bool HasOpen(int process, string file)
    {
        try
        {
            var path = Path.GetFullPath(file);
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
                .Any(open => new FileInfo(open).LinkTarget is { } target && (target == path || SameFile(target, path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A folder on the way may be a link.</summary>
    private static bool SameFile(string target, string path) => Path.GetFileName(target) == Path.GetFileName(path) && File.Exists(target)
        && Path.GetDirectoryName(path) is { } folder && RealPath(folder) == Path.GetDirectoryName(target);

    private static string RealPath(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent) return folder;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(folder));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }

    [GeneratedRegex(@"^process (?<pid>\d{1,9}) on host (?<host>.+)$")]
    private static partial Regex OwnerText();

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
