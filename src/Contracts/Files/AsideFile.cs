namespace Sweep.Contracts.Files;

/// <summary>Writes a file whole or not at all.</summary>
public static class AsideFile
{
    /// <summary>Writes beside the path, then renames: readers and other writers see the old file or the whole new one.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, file => file.Write(bytes));

    /// <summary>The same for a content that is written in pieces.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var aside = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
