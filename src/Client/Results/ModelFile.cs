namespace Sweep.Client.Results;

/// <summary>A checkpoint on this machine, at its place or fetched for the time being.</summary>
/// <param name="path">The file.</param>
/// <param name="temporary">Folder that goes with it; null when the file is at its place.</param>
internal sealed class ModelFile(string path, string? temporary = null) : IDisposable
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    public void Dispose()
    {
        if (temporary is not null) Directory.Delete(temporary, recursive: true);
    }
}
