using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;

namespace Sweep.Experiments.Trees;

/// <summary>A user's treebank: a UTF-8 file with an expression a line, in the layout of the Stanford Sentiment Treebank. Empty lines are
/// not read.</summary>
public static class TreeFile
{
    /// <summary>The file, by its path as the sweep file has it, within an absolute folder.</summary>
    /// <exception cref="CorpusException">It cannot be read, or a line is no expression; the message has line and column.</exception>
    public static (IReadOnlyList<WrittenTree> Trees, string Sha256) Read(string path, string baseFolder)
    {
        var (text, hash) = new WholeTextFile("trees", path, baseFolder).Read(
            $"{TreeOptions.Built}, or a text file with an expression a line", "correct the path");
        return (Parse(path, text), hash);
    }

    /// <summary>The expressions of a text; the path is for messages.</summary>
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
}
