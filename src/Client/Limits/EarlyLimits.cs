using System.Runtime.InteropServices;

namespace Sweep.Client.Limits;

/// <summary>The first thing that the program does: looks whether it may open enough files, and have enough address space, to come as far as
/// a message at all. It needs nothing but the runtime's core itself: each further assembly is a file to open, and where that is not allowed
/// the runtime aborts with a trace.</summary>
internal static class EarlyLimits
{
    /// <summary>Open files with which every verb that starts no node can do its work, and every other one can say what it lacks;
    /// <c>./sweep</c> has the same number.</summary>
    public const int LeastFiles = 160;

    /// <summary>Address space in KiB, as <c>ulimit -v</c> counts: below this the runtime's heap and our libraries do not fit;
    /// <c>./sweep</c> has the same number.</summary>
    public const long LeastAddressSpace = 8_000_000;

    private const int Failed = 1, StandardError = 2;
    private const ulong KiB = 1024;

    /// <summary>The exit code when the limits are too low, after a line that says so; 0 when the program may go on.</summary>
    public static int Code()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        if (getrlimit(ResourceLimits.Files, out var files) == 0 && files.Soft < LeastFiles)
        {
            Say("sweep: this process may open ", files.Soft, " files ('ulimit -n'), and needs ", LeastFiles,
                " at least; raise the limit, for example with 'ulimit -n 4096'\n");
            return Failed;
        }

        if (getrlimit(ResourceLimits.AddressSpace, out var space) == 0 && space.Soft / KiB < LeastAddressSpace)
        {
            Say("sweep: this process may have ", space.Soft / KiB, " KiB of address space ('ulimit -v'), and needs ", LeastAddressSpace,
                " at least; lift the limit with 'ulimit -v unlimited', and limit memory by a control group instead\n");
            return Failed;
        }

        return 0;
    }

    private static void Say(string begin, ulong found, string middle, long needed, string end)
    {
        var text = begin + found + middle + needed + end;
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)text[i];
        _ = write(StandardError, bytes, bytes.Length);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int getrlimit(int resource, out Limit limit);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint write(int descriptor, byte[] bytes, nint count);

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Limit
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
