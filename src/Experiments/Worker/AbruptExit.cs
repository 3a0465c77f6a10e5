using System.Runtime.InteropServices;

namespace Sweep.Experiments.Worker;

/// <summary>Ends this process as a crash does, with an exit code: no clean-up, no message, nobody is waited for.</summary>
public static class AbruptExit
{
    /// <summary>Does not return.</summary>
    /// <param name="code">Exit code.</param>
    public static void WithCode(int code)
    {
        if (OperatingSystem.IsWindows()) ProcessEnd.AtOnce();
        else _exit(code);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void _exit(int code);
}
