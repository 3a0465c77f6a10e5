namespace Sweep.Silo.Checkpoints;

/// <summary>Tells one state of a file from another. A file's time is too coarse to be believed for good, but good enough for now.</summary>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    /// <summary>The stamp of what has the name now; null when nothing has.</summary>
    public static FileStamp? Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
}
