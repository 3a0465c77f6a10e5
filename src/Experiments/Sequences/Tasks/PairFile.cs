using System.Text;
using Sweep.Contracts.Files;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Sequences.Tasks;

/// <summary>A user's pairs: a UTF-8 file with a pair a line, a tab between source and target. Further columns are not read, nor are empty
/// lines and pairs that were there before.</summary>
public static class PairFile
{
    /// <summary>Largest file read, in bytes.</summary>
    public const int MaxBytes = 1 << 28;

    /// <summary>The file.</summary>
    /// <param name="path">As the sweep file has it, for messages.</param>
    /// <param name="baseFolder">Absolute folder against which it is resolved.</param>
    /// <exception cref="CorpusException">It cannot be read, or a line is no pair; the message has the number of the line.</exception>
    public static (IReadOnlyList<SequencePair> Pairs, string Sha256) Read(string path, string baseFolder)
    {
        var bytes = Bytes(path, Path.GetFullPath(path, baseFolder));
        return (Parse(path, Text(path, bytes)), CorpusCatalog.Hash(bytes));
    }

    /// <summary>The pairs of a text.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="CorpusException">A line is no pair, or there are fewer than two.</exception>
    public static IReadOnlyList<SequencePair> Parse(string path, string text)
    {
        var (pairs, number) = (new List<SequencePair>(), 0);
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0) pairs.Add(Pair(path, number, line));
        }

        List<SequencePair> different = [.. pairs.Distinct()];
        return different.Count >= 2 ? different : throw new CorpusException(
            $"pairs '{path}': expected at least two different pairs, to learn from and to hold out; found {different.Count}");
    }

    private static SequencePair Pair(string path, int number, string line)
    {
        var columns = line.Split('\t');
        if (columns.Length < 2)
        {
            throw new CorpusException($"pairs '{path}', line {number}: expected source, tab, target; found no tab in " +
                $"'{Shown(line)}'; put one tab between the two");
        }

        if (string.IsNullOrWhiteSpace(columns[0]) || string.IsNullOrWhiteSpace(columns[1]))
        {
            throw new CorpusException($"pairs '{path}', line {number}: expected a source and a target of at least one token each, found " +
                $"an empty {(string.IsNullOrWhiteSpace(columns[0]) ? "source" : "target")}; fill it in, or remove the line");
        }

        return new(columns[0], columns[1]);
    }

    private static string Shown(string line) => line.Length <= 40 ? line : line[..40] + "...";

    private static byte[] Bytes(string path, string full)
    {
        try
        {
            return RegularFile.ReadBytes(full, MaxBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"pairs '{path}': expected a tab-separated text file of at most {MaxBytes} bytes, cannot read " +
                $"{full}: {refused.Message}; correct the path, or take pairs: none for a built-in task", refused);
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
            var line = bytes.Take(Math.Max(0, wrong.Index)).Count(one => one == '\n') + 1;
            throw new CorpusException(
                $"pairs '{path}', line {line}: expected UTF-8 text, found byte 0x{wrong.BytesUnknown?.FirstOrDefault():X2}; convert the " +
                "file with iconv -t UTF-8", wrong);
        }
    }
}
