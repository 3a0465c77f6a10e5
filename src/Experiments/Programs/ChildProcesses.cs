using System.Runtime.InteropServices;

namespace Sweep.Experiments.Programs;

/// <summary>The children of this process, also those it did not start itself: orphans among its descendants that it adopts.</summary>
internal static class ChildProcesses
{
    private const int SetChildSubreaper = 36;
    private const int AnyChild = 0;
    private const int NoWait = 1;
    private const int Exited = 4;
    private const int LeaveIt = 0x0100_0000;
    private const int NoChildren = 10;

    /// <summary>True while this process has a child, dead ones that nobody took notice of included.</summary>
    public static bool Any => Dead() is not null || Marshal.GetLastPInvokeError() != NoChildren;

    /// <summary>From now on a descendant whose parent dies becomes a child of this process (a "subreaper"), in whatever session.</summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux()) _ = prctl(SetChildSubreaper, 1, 0, 0, 0);
    }

    /// <summary>Takes notice of the end of adopted ones, which the kernel lists until then.</summary>
    /// <param name="own">The child that this process started itself: its end is for somebody else to see.</param>
    public static void TakeEnds(int own)
    {
        while (Dead() is { } child && child != 0 && child != own) TakeEnd(child);
    }

    /// <summary>Takes notice of the end of one adopted child.</summary>
    public static void TakeEnd(int child) => _ = waitpid(child, out _, NoWait);

    // A child that ended and that nobody took notice of; 0 = none did; null where the system has none to tell of.
    private static int? Dead()
    {
        var info = default(SignalInfo);
        return waitid(AnyChild, 0, ref info, Exited | NoWait | LeaveIt) == 0 ? info.Process : null;
    }

    [DllImport("libc")] private static extern int prctl(int option, nuint first, nuint second, nuint third, nuint fourth);
    [DllImport("libc", SetLastError = true)] private static extern int waitid(int type, int id, ref SignalInfo info, int options);
    [DllImport("libc")] private static extern int waitpid(int process, out int status, int options);

    /// <summary><c>siginfo_t</c> of 64-bit Linux, as far as it is read here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct SignalInfo
    {
        [FieldOffset(16)] public int Process;
    }
}
