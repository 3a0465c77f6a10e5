using System.IO.Enumeration;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Data.Files;

/// <summary>The files that a path stands for: itself, all files below a folder, or what a pattern matches; in the order of their names
/// (ordinal, folder by folder).</summary>
/// <remarks>Names that begin with a dot are left out, and so are folders that are links. A pattern has <c>*</c> and <c>?</c> within a name,
/// and <c>**</c> for any folders; what exists under the written name is no pattern.</remarks>
public static class CorpusFiles
{
    /// <summary>Largest number of files.</summary>
    public const int Most = 100_000;

    private const string AnyFolders = "**";

    /// <summary>The files; empty when there are none.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="IOException">A folder cannot be listed, or there are too many files.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (RegularFile.KindOf(path) is FileKind.Folder) return Found(Below(path));
        if (!IsPattern(path)) return File.Exists(path) ? [path] : [];
        var words = path.Split(Path.DirectorySeparatorChar);
        var plain = words.TakeWhile(word => !HasWildcard(word)).ToArray();
        var root = string.Join(Path.DirectorySeparatorChar, plain);
        return Found(Matches(root.Length == 0 ? "/" : root, words[plain.Length..]).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The absolute form of a path, within an absolute folder, that a parameter of a sweep file names.</summary>
    /// <exception cref="CorpusException">Nothing can be called so.</exception>
    public static string FullPath(string parameter, string path, string folder)
    {
        try
        {
            return Path.GetFullPath(path, folder);
        }
        catch (ArgumentException wrong)
        {
            throw new CorpusException(
                $"{parameter} '{path}': expected a path, found what no file can be called ({wrong.Message}); correct the path", wrong);
        }
    }

    /// <summary>True when a path has a wildcard and nothing is called so.</summary>
    public static bool IsPattern(string path) => HasWildcard(path) && !Path.Exists(path);

    private static bool HasWildcard(string word) => word.AsSpan().ContainsAny('*', '?');

    private static List<string> Found(IEnumerable<string> files)
    {
        var found = files.Where(file => RegularFile.KindOf(file) == FileKind.Regular).Take(Most + 1).ToList();
        return found.Count <= Most ? found : throw new IOException($"expected at most {Most:N0} files, found more; name fewer");
    }

    private static IEnumerable<string> Below(string folder) => Entries(folder, isHiddenWanted: false)
        .SelectMany(entry => entry is DirectoryInfo ? Below(entry.FullName) : [entry.FullName]);

    private static IEnumerable<string> Matches(string folder, IReadOnlyList<string> words)
    {
        if (words.Count == 0 || !Directory.Exists(folder)) return [];
        var (word, rest) = (words[0], words.Skip(1).ToArray());
        var entries = Entries(folder, isHiddenWanted: word.StartsWith('.'));
        if (word == AnyFolders)
        {
            var below = entries.OfType<DirectoryInfo>().SelectMany(inner => Matches(inner.FullName, words));
            return rest.Length == 0 ? Below(folder) : Matches(folder, rest).Concat(below);
        }
        var matching = entries.Where(entry => FileSystemName.MatchesSimpleExpression(word, entry.Name, ignoreCase: false));
        return rest.Length == 0
            ? matching.Where(entry => entry is not DirectoryInfo).Select(entry => entry.FullName)
            : matching.OfType<DirectoryInfo>().SelectMany(inner => Matches(inner.FullName, rest));
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder, bool isHiddenWanted) => new DirectoryInfo(folder)
        .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
        .Where(entry => isHiddenWanted || !entry.Name.StartsWith('.'))
        .Where(entry => entry is not DirectoryInfo || entry.LinkTarget is null)
        .OrderBy(entry => entry.Name, StringComparer.Ordinal);
}
