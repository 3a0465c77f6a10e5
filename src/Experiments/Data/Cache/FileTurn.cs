namespace Sweep.Experiments.Data.Cache;

/// <summary>The right to make a file, for one process at a time: a lock on a file beside it. The system gives it back when its holder
/// ends, however it ends. The empty file stays, because who deletes it may delete it under another holder; files whose names begin with
/// the same two characters share one, so that there are 256 at most where names are hashes.</summary>
internal static class FileTurn
{
    private const int LookAgainAfter = 100;

    // What an open file of another process is to Linux (EAGAIN), to macOS (EAGAIN) and to Windows (ERROR_SHARING_VIOLATION).
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Takes the turn to make a file; null when another process has it.</summary>
    /// <exception cref="IOException">The lock cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock cannot be made.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return Open(Lock(path));
        }
        catch (IOException refused) when (Taken.Contains(refused.HResult))
        {
            return null;
        }
    }

    /// <summary>Waits for the turn; <paramref name="waits"/> is called once when another process has it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileStream Take(string path, Action waits, CancellationToken cancel)
    {
        for (var isTold = false; ; isTold = true)
        {
            if (TryTake(path) is { } turn) return turn;
            if (!isTold) waits();
            // Locks of files tell nobody when they end.
            cancel.WaitHandle.WaitOne(LookAgainAfter);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A lock that another user has made may be read alone, which locks it as well.</summary>
    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException) when (File.Exists(file))
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }

    private static string Lock(string path) => Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(path)[..2] + ".lock");
}
