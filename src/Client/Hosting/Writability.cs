namespace Sweep.Client.Hosting;

/// <summary>Tries to write into a folder: permissions alone do not tell (read-only mounts, quotas, containers).</summary>
internal static class Writability
{
    /// <summary>Why files cannot be made in a folder; null when they can.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="mayBeMade">True when the folder need not exist yet: then its nearest parent is tried.</param>
    public static string? Problem(string folder, bool mayBeMade = true)
    {
        if (!Directory.Exists(folder))
        {
            if (File.Exists(folder)) return $"{folder} is a file, expected a folder";
            if (!mayBeMade) return $"there is no folder {folder}";
            return Path.GetDirectoryName(folder) is { } parent ? Problem(parent) : $"{folder} cannot be made";
        }
        try
        {
            var trial = Path.Combine(folder, $".sweep-{Guid.NewGuid():N}");
            using (File.Create(trial, 1, FileOptions.DeleteOnClose)) return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{folder} cannot be written: {e.Message}";
        }
    }
}
