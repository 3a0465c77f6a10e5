using System.Runtime.InteropServices;

namespace Sweep.Experiments.Worker;

/// <summary>Ends this process as a crash does, for rehearsals: no clean-up, no message, an exit code.</summary>
internal static class AbruptExit
{
    public static void WithCode(int code)
    {
        if (OperatingSystem.IsWindows()) ProcessEnd.AtOnce();
        else _exit(code);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void _exit(int code);
}
