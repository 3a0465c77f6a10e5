using System.Runtime.InteropServices;

namespace Sweep.Silo.Hosting;

/// <summary>The wall clock as it was when this process began, and what has passed since, sleep of the machine included: a clock that is set
/// forward or back meanwhile makes no attempt end before it started, and none a day longer.</summary>
/// <param name="clock">The wall clock, and the measure of what passes where the system does not count its sleep.</param>
internal sealed class BootTimeProvider(TimeProvider clock) : TimeProvider
{
    private const int SinceBoot = 7;

    private readonly DateTimeOffset began = clock.GetUtcNow();
    private readonly TimeSpan start = Passed(clock);

    public override DateTimeOffset GetUtcNow() => began + (Passed(clock) - start);

    private static TimeSpan Passed(TimeProvider clock) =>
        clock == System && OperatingSystem.IsLinux() && clock_gettime(SinceBoot, out var now) == 0
        ? TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromTicks(now.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : clock.GetElapsedTime(0);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Moment now);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
