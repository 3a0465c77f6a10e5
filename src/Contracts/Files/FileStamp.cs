namespace Sweep.Contracts.Files;

/// <summary>Tells one state of a file from another without reading it. A file's time is good enough for now, but too coarse to be
/// believed for good.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written, UTC.</param>
public readonly record struct FileStamp(long Length, DateTime Written)
{
    /// <summary>The stamp of what has the name now; null when nothing has.</summary>
    public static FileStamp? Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;

    /// <inheritdoc />
    public override string ToString() => $"{Length} {Written.Ticks}";
}
