using System.Globalization;
using Sweep.Contracts;
using Sweep.Contracts.Files;

namespace Sweep.Experiments.Output;

/// <summary>A file with a piece of a trial's standard output or error: <c>stdout.log</c> holds its beginning, <c>stdout.6291456.log</c>
/// what follows byte 6,291,456 of the stream. What lies between two segments is no longer kept.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where it begins in the stream.</param>
/// <param name="Length">Bytes it has.</param>
public sealed record OutputSegment(string Path, long Offset, long Length)
{
    /// <summary>Name of the stream of results and progress.</summary>
    public const string Out = "stdout";

    /// <summary>Name of the stream of messages.</summary>
    public const string Error = "stderr";

    private const string Extension = ".log";
    private const int Most = 1 << 16;

    /// <summary>Where it ends in the stream.</summary>
    public long End => Offset + Length;

    /// <summary>The kept segments of a trial's <see cref="Out"/> or <see cref="Error"/> by offset; none where its folder is not.</summary>
    public static IReadOnlyList<OutputSegment> Of(string folder, string stream) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles($"{stream}*{Extension}").Select(file => Of(file, stream)).OfType<OutputSegment>()
            .OrderBy(segment => segment.Offset)]
        : [];

    /// <summary>The file of a segment.</summary>
    public static string PathOf(string folder, string stream, long offset) => System.IO.Path.Combine(
        folder, offset == 0 ? stream + Extension : string.Create(CultureInfo.InvariantCulture, $"{stream}.{offset}{Extension}"));

    /// <summary>What is kept of <see cref="Out"/> or <see cref="Error"/> from an offset on, at most 64 KiB; null = nothing.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static OutputPart? Read(string folder, string stream, long offset)
    {
        if (Of(folder, stream).FirstOrDefault(segment => segment.End > offset) is not { } segment) return null;
        var from = Math.Max(offset, segment.Offset);
        RegularFile.Require(segment.Path);
        try
        {
            // Whoever writes it goes on writing, and may remove it.
            using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = from - segment.Offset;
            var bytes = new byte[Most];
            var count = file.ReadAtLeast(bytes, Most, throwOnEndOfStream: false);
            return count == 0 ? null : new OutputPart(from, bytes[..count]);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static OutputSegment? Of(FileInfo file, string stream)
    {
        var middle = file.Name[stream.Length..^Extension.Length];
        if (middle.Length == 0) return new OutputSegment(file.FullName, 0, file.Length);
        return middle[0] == '.' && long.TryParse(middle.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new OutputSegment(file.FullName, offset, file.Length) : null;
    }
}
