using System.Runtime.InteropServices;

namespace Sweep.Client.Hosting;

/// <summary>What the process needs of its surroundings before it does anything.</summary>
internal static class ProcessSetup
{
    private const string Home = "HOME";
    private const int FileTooLarge = 25;
    private const nint Ignore = 1;

    /// <summary>.NET looks for certificates in the user's home whenever it speaks TLS, wanted or not, and fails where it finds no home,
    /// as of a container's user id without a name.</summary>
    public static void SetHome()
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Home) is { Length: > 0 }) return;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Environment.SetEnvironmentVariable(Home, home.Length > 0 ? home : "/");
    }

    /// <summary>Where a file may not grow further (<c>ulimit -f</c>), the system ends the program unless it ignores the signal;
    /// then the write fails, as on a full disk.</summary>
    public static void IgnoreFileSizeSignal()
    {
        if (OperatingSystem.IsLinux()) _ = signal(FileTooLarge, Ignore);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint signal(int signal, nint handler);
}
