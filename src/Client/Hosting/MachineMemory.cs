using System.Globalization;

namespace Sweep.Client.Hosting;

/// <summary>How much of a machine's memory its trials may have.
/// Reads Linux's files through a function, so that a test can hand in its own.</summary>
public static class MachineMemory
{
    private const long MiB = 1 << 20;
    private const long LeastReserve = 512 * MiB;
    private const long MostReserve = 8192 * MiB;
    private const string GroupRoot = "/sys/fs/cgroup";

    /// <summary>Bytes for the trials of this machine.</summary>
    public static long OfThisMachine() => Offered(Limit(Read, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>What is left for trials: all but a reserve for the system and the node itself, an eighth,
    /// at least 512 MiB and at most 8 GiB, never more than half.</summary>
    /// <param name="limit">Bytes of the machine or of its container, at least 0.</param>
    public static long Offered(long limit) => limit - Math.Min(Math.Clamp(limit / 8, LeastReserve, MostReserve), limit / 2);

    /// <summary>The smallest of the machine's memory and the limits of the control groups that this process is in.</summary>
    /// <param name="read">Text of a file; null when it cannot be read.</param>
    /// <param name="otherwise">Bytes where the system does not tell.</param>
    public static long Limit(Func<string, string?> read, long otherwise)
    {
        long?[] limits = [Machine(read("/proc/meminfo")), .. Groups(read("/proc/self/cgroup")).Select(file => Bytes(read(file)))];
        return limits.Where(limit => limit > 0).Min() ?? otherwise;
    }

    private static long? Machine(string? meminfo) =>
        meminfo?.Split('\n').FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal)) is { } line
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..] ? Bytes(kilobytes) * 1024 : null;

    /// <summary>Files with the limits of this process's groups and all around them, of both versions; <c>max</c> is none.</summary>
    private static IEnumerable<string> Groups(string? mine)
    {
        foreach (var line in mine?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (line.Split(':', 3) is not [_, var controllers, var path]) continue;
            var isOlder = controllers.Split(',').Contains("memory");
            if (controllers.Length > 0 && !isOlder) continue;
            var (root, file) = isOlder ? (GroupRoot + "/memory", "memory.limit_in_bytes") : (GroupRoot, "memory.max");
            // Within a container the path may be the host's; the container's own limit then lies at the root.
            for (var group = path.TrimEnd('/'); group.Length > 0; group = group[..group.LastIndexOf('/')])
                yield return $"{root}{group}/{file}";
            yield return $"{root}/{file}";
        }
    }

    private static long? Bytes(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
