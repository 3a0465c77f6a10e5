using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sweep.Experiments.Worker;

/// <summary>Ends this process.</summary>
public static class ProcessEnd
{
    /// <summary>Kills this process without any clean-up, from any thread, within milliseconds.</summary>
    /// <remarks>An orderly exit would wait for native code: libtorch's thread pools are joined and its CUDA contexts torn down while
    /// another thread is in the middle of a training step, which takes long and may crash. Nothing needs that order: files are written
    /// aside and renamed, and the kernel frees memory and GPU.</remarks>
    public static void AtOnce()
    {
        // Started by a node, this process leads a group: whatever it started itself goes with it.
        ProcessGroup.KillOwn();
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    /// <summary>Ends this process as a crash does: an exit code, no clean-up, no message, no waiting. Does not return.</summary>
    /// <param name="code">Exit code.</param>
    public static void WithCode(int code)
    {
        if (OperatingSystem.IsWindows()) AtOnce();
        else _exit(code);
    }

    [DllImport("libc")] private static extern void _exit(int code);
}
