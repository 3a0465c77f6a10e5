namespace Sweep.Client.Hosting;

/// <summary>Says that a process of this machine is running a sweep: a file beside the ledger that the system unlocks when the process ends, however it ends.</summary>
public sealed class SweepLock : IDisposable
{
    /// <summary>Whoever only asks holds the lock for a moment too; so a refusal counts when it lasts.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly FileStream file;

    private SweepLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock; null when another process has it.</summary>
    public static async Task<SweepLock?> TryTake(string ledgerPath, string sweep, TimeProvider time)
    {
        var path = PathOf(ledgerPath, sweep);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var tries = 1; ; tries++)
        {
            if (Open(path, FileMode.OpenOrCreate) is { } file) return new SweepLock(file);
            if (tries == Tries) return null;
            await Task.Delay(Pause, time);
        }
    }

    /// <summary>True when a process is running the sweep now.</summary>
    public static bool IsHeld(string ledgerPath, string sweep)
    {
        var path = PathOf(ledgerPath, sweep);
        if (!File.Exists(path)) return false;
        using var probe = Open(path, FileMode.Open);
        return probe is null;
    }

    public void Dispose() => file.Dispose();

    private static FileStream? Open(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string PathOf(string ledgerPath, string sweep) => Path.Combine(ledgerPath + ".files", sweep + ".lock");
}
