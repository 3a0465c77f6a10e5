namespace Sweep.Experiments.Data;

/// <summary>Tells whether a file has changed without reading it.</summary>
internal static class FileStamp
{
    /// <summary>Length and time of the last change; says so when there is no file.</summary>
    public static string Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks} {path}" : $"absent {path}";
    }
}
