using System.Text;
using Sweep.Contracts.Files;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Trees;

/// <summary>A user's treebank: a UTF-8 file with an expression a line, in the layout of the Stanford Sentiment Treebank. Empty lines are
/// not read.</summary>
public static class TreeFile
{
    /// <summary>Largest file read, in bytes.</summary>
    public const int MaxBytes = 1 << 28;

    /// <summary>The file.</summary>
    /// <param name="path">As the sweep file has it, for messages.</param>
    /// <param name="baseFolder">Absolute folder against which it is resolved.</param>
    /// <exception cref="CorpusException">It cannot be read, or a line is no expression; the message has line and column.</exception>
    public static (IReadOnlyList<WrittenTree> Trees, string Sha256) Read(string path, string baseFolder)
    {
        var bytes = Bytes(path, baseFolder);
        return (Parse(path, Text(path, bytes)), CorpusCatalog.Hash(bytes));
    }

    /// <summary>The expressions of a text.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="CorpusException">A line is no expression; the message has line and column.</exception>
    public static IReadOnlyList<WrittenTree> Parse(string path, string text)
    {
        var (trees, number) = (new List<WrittenTree>(), 0);
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) trees.Add(new TreeParser(path, line, number).Read());
        }

        return trees;
    }

    private static byte[] Bytes(string path, string baseFolder)
    {
        try
        {
            return RegularFile.ReadBytes(Path.GetFullPath(path, baseFolder), MaxBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CorpusException($"trees '{path}': expected {TreeOptions.Built}, or a file of at most {MaxBytes} bytes with an " +
                $"expression a line; it cannot be read: {refused.Message}; correct the path", refused);
        }
    }

    private static string Text(string path, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException wrong)
        {
            var before = bytes.AsSpan(0, Math.Max(0, wrong.Index));
            var (line, column) = (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
            throw new CorpusException($"trees '{path}', line {line}, byte {column}: expected UTF-8 text, found byte " +
                $"0x{wrong.BytesUnknown?.FirstOrDefault():X2}; convert the file with iconv -t UTF-8", wrong);
        }
    }
}
