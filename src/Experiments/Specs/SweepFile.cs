using Sweep.Contracts.Files;
using Sweep.Contracts.Text;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Specs;

/// <summary>Reads sweep files from disk; whatever is wrong with the file itself becomes a <see cref="SpecError"/>.</summary>
public static class SweepFile
{
    /// <summary>Largest file read, in bytes.</summary>
    public const int MaxBytes = 1_000_000;

    private static readonly string[] OwnPipes = ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"];

    /// <summary>Reads and validates a sweep file. Its stem names a sweep without a name; relative paths count from its folder.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="catalog">The experiments there are.</param>
    /// <param name="sets">Values of <c>--set</c>.</param>
    /// <param name="place">Where it is read; null = at the file's folder, where the command was typed, too.</param>
    public static SpecResult Read(string path, ExperimentCatalog catalog, IReadOnlyList<string> sets, SpecPlace? place = null)
    {
        var (text, error) = Load(path);
        return text is null ? new(null, [error!]) : SweepSpecReader.Read(
            text, catalog, place ?? new SpecPlace(BaseFolder(path)), sets, Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Absolute folder against which relative paths in the file are resolved.</summary>
    public static string BaseFolder(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(path);

    /// <summary>The text of a file: at most <see cref="MaxBytes"/> bytes of UTF-8. Exactly one of the two is null.</summary>
    public static (string? Text, SpecError? Error) Load(string path)
    {
        try
        {
            if (path.Length == 0) return Fail("expected the path of a sweep file, found nothing");
            if (Directory.Exists(path)) return Fail($"is a folder, expected a sweep file{Inside(path)}");
            if (Unreadable(path) is { } kind)
                return Fail($"is {NotRegularFileException.Words(kind)}, expected a sweep file; one that a program writes may come as " +
                "<(PROGRAM) or in a pipe to /dev/stdin");
            using var file = File.OpenRead(path);
            var buffer = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MaxBytes
                ? Fail($"too large for a sweep file: {(file.CanSeek ? $"{file.Length:N0}" : "more than a million")} bytes, at most " +
                    $"{MaxBytes:N0} are read")
                : SweepText.Decode(buffer.AsSpan(0, length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fail(e switch
            {
                FileNotFoundException or DirectoryNotFoundException =>
                    $"there is no such file{Near(path, "*.y*ml")}",
                UnauthorizedAccessException => "may not be read: check the file's permissions",
                _ => $"cannot be read: {e.Message}",
            });
        }
    }

    /// <summary>A pipe may be waited for when this process got its other end; one in the file system may never have a writer.</summary>
    private static FileKind? Unreadable(string path) => RegularFile.KindOf(path) switch
    {
        FileKind.Absent or FileKind.Regular => null,
        FileKind.Pipe when OwnPipes.Any(place => path.StartsWith(place, StringComparison.Ordinal)) => null,
        var kind => kind,
    };

    private static (string?, SpecError) Fail(string message) => (null, new(0, 0, message));

    private static string Inside(string folder)
    {
        var first = Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).FirstOrDefault();
        return first is null ? "" : $", for example {Path.Combine(folder, Path.GetFileName(first))}";
    }

    /// <summary><c>; did you mean 'cells.yaml'?</c>, or nothing when no file of the folder has such a name.</summary>
    internal static string Near(string path, string pattern)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder) ? Suggestion.For(
            Path.GetFileName(path), Directory.EnumerateFiles(folder, pattern).Take(1000).Select(file => Path.GetFileName(file))) : "";
    }
}
