using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sweep.Experiments.Worker;

/// <summary>Reserves standard output for the protocol.</summary>
internal static class ProtocolStream
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int DuplicateNotInherited = 1030;

    /// <summary>This process's standard output as a stream; from now on what native code prints to it goes to standard error.</summary>
    /// <remarks>Console.SetOut alone would leave printf and std::cout of libtorch in the middle of the protocol.</remarks>
    public static Stream Take()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        // Not inherited: whoever a program starts must neither hold the node's pipe open nor write into it.
        var copy = OperatingSystem.IsLinux() ? fcntl(StandardOutput, DuplicateNotInherited, 0) : dup(StandardOutput);
        if (copy < 0 || dup2(StandardError, StandardOutput) < 0)
            throw new IOException($"a worker needs an open standard output and standard error (errno {Marshal.GetLastPInvokeError()}); a " +
                "node starts it with both");
        return new FileStream(new SafeFileHandle(copy, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    [DllImport("libc", SetLastError = true)] private static extern int fcntl(int descriptor, int command, int least);
    [DllImport("libc", SetLastError = true)] private static extern int dup(int descriptor);
    [DllImport("libc", SetLastError = true)] private static extern int dup2(int descriptor, int copy);
}
