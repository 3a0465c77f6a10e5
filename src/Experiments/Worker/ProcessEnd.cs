using System.Diagnostics;

namespace Sweep.Experiments.Worker;

/// <summary>Ends this process.</summary>
internal static class ProcessEnd
{
    /// <summary>Kills this process without any clean-up, from any thread, within milliseconds.</summary>
    /// <remarks>
    /// An orderly exit would wait for native code: libtorch's thread pools are joined and its CUDA contexts torn down while another thread is in the
    /// middle of a training step, which takes long and may crash. Nothing needs that order: files are written aside and renamed, and the kernel
    /// frees memory and GPU.
    /// </remarks>
    public static void AtOnce()
    {
        // Started by a node, this process leads a group: whatever it started itself goes with it.
        ProcessGroup.KillOwn();
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
