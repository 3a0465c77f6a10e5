using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Optimizers;
using Sweep.Experiments.Sequences.Tasks;
using Sweep.Models;
using Sweep.Models.Sequences;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.Sequences;

/// <summary>Configuration of one trial of the <c>seq2seq</c> experiment. Every default is written here and nowhere else.</summary>
public sealed record SequenceTrialOptions
{
    /// <summary>Which pairs.</summary>
    public PairOptions Pairs { get; init; } = new();

    /// <summary>B, pairs in a batch; default 64, range 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Recurrent cell of both stacks; default that of the language model, lstm.</summary>
    public CellDescriptor Cell { get; init; } = new LanguageModelTrialOptions().Cell;

    /// <summary>Function of the plain cell; default tanh.</summary>
    public Nonlinearity Nonlinearity { get; init; } = Nonlinearity.Tanh;

    /// <summary>L, layers of each stack; default 1, range 1 to 1,024.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>H, hidden units per layer and direction; default 128, range 1 to 65,536.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>E, length of the learned vector per token type; default 64, range 1 to 65,536.</summary>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>True when the encoder reads from both ends; default false.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>How the decoder looks at the source; default dot.</summary>
    public AttentionKind Attention { get; init; } = AttentionKind.Dot;

    /// <summary>Probability with which the decoder reads the right token in training, and not its own; default 1.</summary>
    public double TeacherForcing { get; init; } = 1;

    /// <summary>Probability of dropping an output between layers while training; default 0, range 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>k, longest n-gram of BLEU; default 2, range 1 to 16.</summary>
    public int BleuGrams { get; init; } = 2;

    /// <summary>How gradients change the parameters; default adam at 0.003, else as <see cref="UpdateRule"/> has it.</summary>
    public UpdateRule Rule { get; init; } = new() { Optimizer = OptimizerKind.Adam, Lr = 0.003 };

    /// <summary>Passes over the training pairs; default 20, range 1 to 1,000,000.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>The model of this configuration for so many token types of the sources and of the targets.</summary>
    public SequenceModelOptions Model(int sourceTypes, int targetTypes) => new()
    {
        Cell = Cell,
        Nonlinearity = Nonlinearity,
        SourceVocabulary = sourceTypes,
        TargetVocabulary = targetTypes,
        Hidden = Hidden,
        Layers = Layers,
        Bidirectional = Bidirectional,
        EmbeddingSize = EmbeddingSize,
        Attention = Attention,
        Dropout = Dropout,
    };
}

/// <summary>Which pairs to learn, and what their tokens are. Equal options on an equal file give equal pairs.</summary>
public sealed record PairOptions
{
    /// <summary>The built-in task; default copy. Not read where there is a file.</summary>
    public SequenceTask Task { get; init; } = SequenceTask.Copy;

    /// <summary>Path of a file of pairs; default null = a built-in task.</summary>
    public string? File { get; init; }

    /// <summary>Kind of token of a file's pairs; default characters.</summary>
    public PairToken Token { get; init; } = PairToken.Char;

    /// <summary>Token types of a side seen less often become <c>&lt;unk&gt;</c>; default 0 = none.</summary>
    public int MinFreq { get; init; }

    /// <summary>Letters or digits of the longest source of a task; default 10, range 1 to 10,000.</summary>
    public int Length { get; init; } = 10;

    /// <summary>Of the shortest; default null = all have <see cref="Length"/>.</summary>
    public int? MinLength { get; init; }

    /// <summary>Letters of a task's alphabet; default 26, range 2 to 26.</summary>
    public int Alphabet { get; init; } = 26;

    /// <summary>Pairs that a task draws, held-out ones counted; default 10,000, range 2 to 1,000,000.</summary>
    public int Count { get; init; } = 10_000;

    /// <summary>Share of the sources that is held out; default 0.1, above 0 and below 1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Seed of a task's draws, or of the choice which pairs of a file are held out; default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Absolute folder against which a relative path is resolved.</summary>
    public string BaseFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>What a built-in task is asked for.</summary>
    public TaskDraw Draw => new(Task, MinLength ?? Length, Length, Alphabet, Count, Seed);

    /// <summary>Values of parameters that these pairs do not read: each would make a second configuration of equal pairs.</summary>
    internal IEnumerable<ConfigProblem> Unread()
    {
        var preset = new PairOptions();
        (string Name, bool IsGiven, bool HasReader)[] ofTasks =
        [
            ("task", Task != preset.Task, true), ("length", Length != preset.Length, Draw.HasLength),
            ("min_length", MinLength is not null, Draw.HasLength), ("alphabet", Alphabet != preset.Alphabet, Draw.HasAlphabet),
            ("count", Count != preset.Count, true),
        ];
        if (File is null && Token != preset.Token)
        {
            yield return new("token", "token belongs to pairs: a file, found none; leave it out there: a task has its own")
            { Otherwise = "pairs" };
        }

        foreach (var (name, _, hasReader) in ofTasks.Where(one => one.IsGiven))
        {
            if (File is not null)
                yield return new(name, $"{name} belongs to pairs: none, found {File}; leave it out there, for example with when: "
                    + "{pairs: none}")
                { Otherwise = "pairs" };
            else if (!hasReader)
                yield return new(name, $"{name} is not read by task: {Word(Task)}; leave it out there, for example with a when of the "
                    + "other tasks")
                { Otherwise = "task" };
        }
    }
}

/// <summary>What an encoder-decoder reads and writes one at a time (<c>token</c> in a sweep file).</summary>
public enum PairToken
{
    /// <summary>Unicode scalar values.</summary>
    Char,

    /// <summary>Words between white space.</summary>
    Word,
}
