using System.Runtime.InteropServices;

namespace Sweep.Client.Hosting;

/// <summary>Where a file may not grow further (<c>ulimit -f</c>), the system ends the program unless it declines; then the write fails, and says so, as on a full disk.</summary>
internal static class LargeFiles
{
    private const int FileTooLarge = 25;
    private const nint Ignore = 1;

    public static void Fail()
    {
        if (OperatingSystem.IsLinux()) _ = signal(FileTooLarge, Ignore);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint signal(int signal, nint handler);
}
