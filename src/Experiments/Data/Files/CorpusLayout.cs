namespace Sweep.Experiments.Data.Files;

/// <summary>Files of a corpus by what they are for: at least one to learn; to hold out and to test on perhaps none. Split when words stand
/// apart by white space already.</summary>
internal sealed record CorpusLayout(
    IReadOnlyList<string> Training, IReadOnlyList<string> Validation, IReadOnlyList<string> Test, bool IsSplit)
{
    /// <summary>How known corpora call their files: {0} is the part.</summary>
    private static readonly (string Name, bool IsSplit)[] Names =
        [("wiki.{0}.tokens", true), ("wiki.{0}.raw", false), ("ptb.{0}.txt", true), ("{0}.txt", false)];

    private static readonly string[] ValidationWords = ["valid", "validation", "val", "dev"];

    /// <summary>The layout of WikiText (wiki.train.tokens, or .raw), of Penn Treebank (ptb.train.txt), or train.txt with valid.txt or
    /// test.txt, where a folder has one; null otherwise.</summary>
    public static CorpusLayout? In(string folder)
    {
        foreach (var (name, isSplit) in Names)
        {
            var training = Find(folder, name, ["train"]);
            var (validation, test) = (Find(folder, name, ValidationWords), Find(folder, name, ["test"]));
            if (training.Count > 0 && validation.Count + test.Count > 0) return new(training, validation, test, isSplit);
        }
        return null;
    }

    /// <summary>Files without parts.</summary>
    public static CorpusLayout Of(IReadOnlyList<string> files) => new(files, [], [], IsSplit: false);

    private static IReadOnlyList<string> Find(string folder, string name, string[] words) =>
        [.. words.Select(word => Path.Combine(folder, name.Replace("{0}", word, StringComparison.Ordinal))).Where(File.Exists).Take(1)];
}
