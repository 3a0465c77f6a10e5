using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;

namespace Sweep.Experiments.Sequences.Tasks;

/// <summary>A user's pairs: a UTF-8 file with a pair a line, a tab between source and target. Further columns are not read, nor are empty
/// lines and pairs that were there before.</summary>
public static class PairFile
{
    /// <summary>The file, by its path as the sweep file has it, within an absolute folder.</summary>
    /// <exception cref="CorpusException">It cannot be read, or a line is no pair; the message has the number of the line.</exception>
    public static (IReadOnlyList<SequencePair> Pairs, string Sha256) Read(string path, string baseFolder)
    {
        var (text, hash) = new WholeTextFile("pairs", path, baseFolder).Read(
            "a tab-separated text file", "correct the path, or take pairs: none for a built-in task");
        return (Parse(path, text), hash);
    }

    /// <summary>The pairs of a text; the path is for messages.</summary>
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
}
