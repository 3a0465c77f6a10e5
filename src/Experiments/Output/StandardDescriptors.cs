using System.Runtime.InteropServices;

namespace Sweep.Experiments.Output;

/// <summary>Gives a process its standard input, output and error where whoever started it closed them. Otherwise the next file that is
/// opened takes the number: a ledger as descriptor 2 would receive every error message.</summary>
public static class StandardDescriptors
{
    private const int Count = 3;
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>To be called first, before anything else is opened. It may start the program once more in this very process.</summary>
    /// <remarks>What is put there is empty to a reader and refuses a writer, as a closed descriptor does. The runtime itself opens files
    /// before the first line of a program runs, and may have one in the place of a closed descriptor already; it marks what it opens as not
    /// inherited, which tells one from the other. Such a place can only be had by starting again with it filled.</remarks>
    public static void Open()
    {
        if (!OperatingSystem.IsLinux()) return;
        var flags = Enumerable.Range(0, Count).Select(descriptor => fcntl(descriptor, GetFlags)).ToList();
        if (flags.All(IsInherited)) return;
        var again = flags.Any(f => f >= 0 && !IsInherited(f)) ? CommandOfThisProcess() : [];
        var nothing = open("/dev/null", 0);
        if (nothing < 0) return;
        foreach (var descriptor in Enumerable.Range(0, Count).Where(descriptor => !IsInherited(flags[descriptor])))
            _ = dup2(nothing, descriptor);
        if (nothing >= Count) _ = close(nothing);
        if (again.Length > 0) RunAgain(again);
    }

    private static bool IsInherited(int flags) => flags >= 0 && (flags & CloseOnExec) == 0;

    /// <summary>Returns only where the system refuses.</summary>
    /// <param name="command">Each word ends with a zero byte.</param>
    private static void RunAgain(byte[] command)
    {
        var pinned = GCHandle.Alloc(command, GCHandleType.Pinned);
        var starts = Enumerable.Range(0, command.Length).Where(at => at == 0 || command[at - 1] == 0);
        _ = execv("/proc/self/exe", [.. starts.Select(at => pinned.AddrOfPinnedObject() + at), 0]);
        pinned.Free();
    }

    /// <summary>As bytes, because a file name need not be text.</summary>
    private static byte[] CommandOfThisProcess()
    {
        try
        {
            return File.ReadAllBytes("/proc/self/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc")] private static extern int fcntl(int descriptor, int command);
    [DllImport("libc")] private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
    [DllImport("libc")] private static extern int dup2(int descriptor, int copy);
    [DllImport("libc")] private static extern int close(int descriptor);
    [DllImport("libc")] private static extern int execv([MarshalAs(UnmanagedType.LPUTF8Str)] string program, nint[] arguments);
}
