namespace Sweep.Bench.Texts;

/// <summary>The most memory that this process held: all of it by the kernel's count, and by looking again and again what is not of mapped
/// files, which the system takes back when it needs room.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Timer timer;
    private long anonymous;

    public PeakMemory() => timer = new Timer(_ => anonymous = Math.Max(anonymous, Read("RssAnon:")), null, TimeSpan.Zero, Look);

    /// <summary>Both in MiB, as two columns.</summary>
    public string Mebibytes => $"{Read("VmHWM:") / 1024:N0} | {Math.Max(anonymous, Read("RssAnon:")) / 1024:N0}";

    public void Dispose() => timer.Dispose();

    private static long Read(string name) => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
