using System.Text.Json.Nodes;

namespace Sweep.Experiments.Data;

/// <summary>Keeps whoever submits a sweep to a cluster from reading any file of its nodes: texts come from a node's data folder only.</summary>
public static class CorpusConfinement
{
    private const int MostLinks = 40;

    /// <summary>What is wrong with a corpus by its name alone, and the way out; null when nothing is.</summary>
    /// <param name="corpus">A corpus name or a path.</param>
    public static string? Problem(string corpus)
    {
        if (IsNamed(corpus)) return null;
        var words = corpus.Split('/', '\\');
        var isInside = corpus.Length > 0 && !Path.IsPathRooted(corpus) && !words.Contains("..") && !words[0].StartsWith('~') && !corpus.Contains('\0');
        return isInside ? null : $"corpus '{corpus}': in a cluster a text is named by its path within the nodes' data folder, without a leading '/' and without '..'; copy it there on every node";
    }

    /// <summary>What is wrong with a corpus on this machine, links of its path followed; null when nothing is. Reads no file.</summary>
    /// <param name="corpus">A corpus name or a path.</param>
    /// <param name="folder">Absolute folder that holds the texts.</param>
    public static string? Problem(string corpus, string folder)
    {
        if (IsNamed(corpus)) return null;
        if (Problem(corpus) is { } wrong) return wrong;
        var (root, path) = (Real(folder), Real(Path.Combine(folder, corpus)));
        return root is not null && path is not null && path.StartsWith(root.TrimEnd('/') + '/', StringComparison.Ordinal)
            ? null
            : $"corpus '{corpus}': a link in its path leads out of the data folder {folder}; copy the text into the folder";
    }

    /// <summary>The corpus that a configuration of the language model names; null when it names none.</summary>
    public static string? TextOf(string configJson) => JsonNode.Parse(configJson)?["corpus"] is JsonValue value && value.TryGetValue<string>(out var corpus) ? corpus : null;

    /// <summary>True for a corpus that is no file of the user.</summary>
    public static bool IsNamed(string corpus) => corpus is CorpusOptions.Grammar or CorpusOptions.TimeMachine;

    /// <summary>The path with every link followed; null when they go in circles.</summary>
    private static string? Real(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Words(path));
        var real = "/";
        while (rest.TryPop(out var word))
        {
            if (word == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var next = Path.Combine(real, word);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) return null;
            if (Path.IsPathRooted(target)) real = "/";
            foreach (var step in Words(target)) rest.Push(step);
        }

        return real;
    }

    /// <summary>The words of a path, last one first.</summary>
    private static IEnumerable<string> Words(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(word => word != ".").Reverse();
}
