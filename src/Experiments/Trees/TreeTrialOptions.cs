using Sweep.Experiments.Catalog;
using Sweep.Experiments.Optimizers;
using Sweep.Models.Trees;

namespace Sweep.Experiments.Trees;

/// <summary>Configuration of one trial of the <c>tree</c> experiment. Every default is written here and nowhere else.</summary>
public sealed record TreeTrialOptions
{
    /// <summary>Which trees.</summary>
    public TreeOptions Trees { get; init; } = new();

    /// <summary>Nodes that the loss is of; default all that have a label.</summary>
    public TrainedNodes Labels { get; init; } = TrainedNodes.All;

    /// <summary>Kind of node; default tree-lstm.</summary>
    public TreeKind Kind { get; init; } = TreeKind.TreeLstm;

    /// <summary>H, hidden units of a node; default 64, range 1 to 65,536.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>E, length of the learned vector per token type; default 32, range 1 to 65,536.</summary>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>B, trees in a batch; default 32, range 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Probability of dropping an element of a leaf's vector and of the state that is read out, while training; default 0, range
    /// 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>How gradients change the parameters; default adam at 0.005, else as <see cref="UpdateRule"/> has it.</summary>
    public UpdateRule Rule { get; init; } = new() { Optimizer = OptimizerKind.Adam, Lr = 0.005 };

    /// <summary>Passes over the training trees; default 20, range 1 to 1,000,000.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Combinations in which a value could have no effect.</summary>
    internal IEnumerable<ConfigProblem> Contradictions() => Rule.Contradictions().Concat(Trees.Unread());

    /// <summary>The model of this configuration for so many token types and classes.</summary>
    public TreeModelOptions Model(int vocabulary, int classes) => new()
    {
        Kind = Kind,
        Vocabulary = vocabulary,
        Classes = classes,
        EmbeddingSize = EmbeddingSize,
        Hidden = Hidden,
        Dropout = Dropout,
    };
}

/// <summary>Which trees to learn. Equal options on an equal file give equal trees.</summary>
public sealed record TreeOptions
{
    /// <summary>The word for drawn list operations.</summary>
    public const string Built = "list-operations";

    /// <summary><see cref="Built"/>, the default, or the path of a file.</summary>
    public string Trees { get; init; } = Built;

    /// <summary>Expressions to draw, held-out ones counted; default 3,000, range 2 to 100,000.</summary>
    public int Count { get; init; } = 3000;

    /// <summary>Deepest nesting that is drawn; default 4, range 1 to 10.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Most arguments of a list that is drawn; default 4, range 2 to 10.</summary>
    public int Arguments { get; init; } = 4;

    /// <summary>Seed of the draws, or of the choice what of a file is held out; default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Share of the trees that is held out; default 0.2, above 0 and below 1.</summary>
    public double Validation { get; init; } = 0.2;

    /// <summary>Words seen less often become <c>&lt;unk&gt;</c>; default 0 = none.</summary>
    public int MinFreq { get; init; }

    /// <summary>Absolute folder against which a relative path is resolved.</summary>
    public string BaseFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>True where the trees are drawn and not read.</summary>
    public bool IsBuiltIn => Trees == Built;

    /// <summary>Values of parameters that a file does not read: each would make a second configuration of equal trees.</summary>
    internal IEnumerable<ConfigProblem> Unread()
    {
        var preset = new TreeOptions();
        (string Name, bool IsGiven)[] ofDraws =
            [("count", Count != preset.Count), ("depth", Depth != preset.Depth), ("arguments", Arguments != preset.Arguments)];
        return ofDraws.Where(one => one.IsGiven && !IsBuiltIn).Select(one => new ConfigProblem(one.Name,
            $"{one.Name} belongs to trees: {Built}, found {Trees}; leave it out there, for example with when: {{trees: {Built}}}")
        { Otherwise = "trees" });
    }
}

/// <summary>Which nodes the loss of training is of (<c>labels</c> in a sweep file).</summary>
public enum TrainedNodes
{
    /// <summary>Every node with a label.</summary>
    All,

    /// <summary>The root of each tree.</summary>
    Root,
}
