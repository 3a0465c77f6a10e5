using System.Globalization;
using System.Runtime.InteropServices;

namespace Sweep.Client.Limits;

/// <summary>What the system lets this process have; null = as much as there is, or unknown.</summary>
public sealed record ResourceLimits
{
    internal const int FileSize = 1, Processes = 6, Files = 7, AddressSpace = 9;

    /// <summary>Nobody counts every thread of a machine where there are so many allowed.</summary>
    private const long Plenty = 8192;

    public static ResourceLimits None { get; } = new();

    /// <summary>Files that may be open at a time (<c>ulimit -n</c>).</summary>
    public long? OpenFiles { get; init; }

    /// <summary>Processes and threads that this user may have in all (<c>ulimit -u</c>).</summary>
    public long? Threads { get; init; }

    /// <summary>Processes and threads of this user now.</summary>
    public long ThreadsInUse { get; init; }

    /// <summary>Bytes of the largest file that may be written (<c>ulimit -f</c>).</summary>
    public long? FileBytes { get; init; }

    public static ResourceLimits OfProcess()
    {
        if (!OperatingSystem.IsLinux()) return None;
        var user = geteuid();
        // The system does not count the threads of its administrator.
        var threads = user == 0 ? null : Of(Processes);
        return new ResourceLimits
        {
            OpenFiles = Of(Files),
            Threads = threads,
            ThreadsInUse = threads < Plenty ? ThreadsOf(user) : 0,
            FileBytes = Of(FileSize),
        };
    }

    private static long? Of(int resource) =>
        EarlyLimits.getrlimit(resource, out var limit) == 0 && limit.Soft < long.MaxValue ? (long)limit.Soft : null;

    private static long ThreadsOf(uint user)
    {
        try
        {
            return Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .Sum(folder => ThreadsIn(folder, user));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long ThreadsIn(string folder, uint user)
    {
        try
        {
            var lines = File.ReadLines(Path.Combine(folder, "status"));
            var owner = Number(lines.FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal)));
            return owner == user ? Number(lines.FirstOrDefault(line => line.StartsWith("Threads:", StringComparison.Ordinal))) ?? 0 : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is hidden from us.
            return 0;
        }
    }

    private static long? Number(string? line) =>
        line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, var text, ..]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();
}
