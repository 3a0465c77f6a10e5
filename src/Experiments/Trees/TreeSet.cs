using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;
using Sweep.Models.Trees;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Trees;

/// <summary>A tree as a model reads it.</summary>
/// <param name="Tree">The tree, binarised.</param>
/// <param name="Depth">Levels of inner nodes as it was written, before it was binarised.</param>
public sealed record TreeExample(BinaryTree Tree, int Depth);

/// <summary>Trees in two parts that have no tree in common, with the vocabulary of the part to learn from.</summary>
public sealed class TreeSet : ITrialData
{
    private TreeSet(IReadOnlyList<WrittenTree> train, IReadOnlyList<WrittenTree> heldOut, int minFreq)
    {
        Vocabulary = Vocabulary.Build(train.SelectMany(tree => tree.Words), minFreq);
        Classes = Math.Max(2, train.Concat(heldOut).Max(tree => tree.LargestLabel) + 1);
        Train = [.. train.Select(Encode)];
        HeldOut = [.. heldOut.Select(Encode)];
        Largest = Train.Concat(HeldOut).Max(example => example.Tree.Nodes.Count);
    }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the user's file, or of the drawn expressions.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Characters of all trees, without labels.</summary>
    public required long Characters { get; init; }

    /// <summary>Token types: <c>&lt;unk&gt;</c>, then the words of the training part.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Classes: 1 more than the largest label, at least 2.</summary>
    public int Classes { get; }

    /// <summary>Trees to learn from.</summary>
    public IReadOnlyList<TreeExample> Train { get; }

    /// <summary>Trees that are held out.</summary>
    public IReadOnlyList<TreeExample> HeldOut { get; }

    /// <summary>Nodes of the largest tree.</summary>
    public int Largest { get; }

    /// <summary>Leaves of the training part.</summary>
    public int TrainLeaves => Train.Sum(example => example.Tree.Leaves);

    /// <summary>Draws or reads the trees.</summary>
    /// <exception cref="CorpusException">The file cannot be used, or there are not so many different expressions.</exception>
    public static TreeSet Of(TreeOptions options)
    {
        var (trees, hash) = options.IsBuiltIn ? (Drawn(options), null) : TreeFile.Read(options.Trees, options.BaseFolder);
        WrittenTree[] different = [.. trees.DistinctBy(tree => tree.Shape, StringComparer.Ordinal)];
        if (different.Length < 2)
        {
            throw new CorpusException($"trees '{options.Trees}': expected at least two different expressions, to learn from and to hold " +
                $"out, found {different.Length}; add some");
        }

        if (!options.IsBuiltIn) new SeededRandom(options.Seed).Shuffle<WrittenTree>(different);
        var held = Math.Clamp((int)Math.Round(different.Length * options.Validation), 1, different.Length - 1);
        return new TreeSet(different[..^held], different[^held..], options.MinFreq)
        {
            Name = options.Trees,
            Sha256 = hash ?? CorpusCatalog.Hash(Encoding.UTF8.GetBytes(string.Join('\n', different.Select(tree => tree.Text)))),
            Characters = different.Sum(tree => (long)tree.Text.Length),
        };
    }

    private static IReadOnlyList<WrittenTree> Drawn(TreeOptions options)
    {
        var drawn = ListOperations.Draw(options.Count, options.Depth, options.Arguments, options.Seed);
        return drawn.Count == options.Count ? drawn : throw new CorpusException($"trees '{options.Trees}': expected {options.Count} " +
            $"different expressions, found hardly more than {drawn.Count} of depth {options.Depth} with at most {options.Arguments} " +
            "arguments; draw fewer (count), or raise arguments or depth");
    }

    private TreeExample Encode(WrittenTree tree) => new(tree.Binarise(Vocabulary), tree.Depth);
}

/// <summary>Trees by their options.</summary>
internal sealed class TreeCatalog() : ExampleCatalog<TreeOptions, TreeSet>(
    options => options.IsBuiltIn ? null : new WholeTextFile("trees", options.Trees, options.BaseFolder), TreeSet.Of);
