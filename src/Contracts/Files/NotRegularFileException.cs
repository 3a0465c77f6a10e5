namespace Sweep.Contracts.Files;

/// <summary>Something else than a file has the place of a file.</summary>
/// <param name="kind">What it is.</param>
#pragma warning disable CA1032 // Thrown in one place, always with a kind.
public sealed class NotRegularFileException(FileKind kind) : IOException($"expected a file, found {Words(kind)}")
#pragma warning restore CA1032
{
    /// <summary>What it is, in words.</summary>
    public static string Words(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a named pipe (FIFO)",
        FileKind.Socket => "a socket",
        FileKind.Device => "a device",
        FileKind.Regular => "a file",
        _ => "nothing",
    };
}
