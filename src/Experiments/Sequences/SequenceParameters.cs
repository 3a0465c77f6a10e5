using System.Text.Json.Nodes;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Optimizers;
using Sweep.Experiments.Sequences.Tasks;
using Sweep.Models;
using Sweep.Models.Cells;
using Sweep.Models.Sequences;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.Sequences;

/// <summary>The parameters of the <c>seq2seq</c> experiment: their names, ranges and help, and the way from a configuration to
/// options.</summary>
public static class SequenceParameters
{
    private const int Most = 65_536;
    private const string None = "none";
    private const string Whole = "length";
    private static readonly SequenceTrialOptions Defaults = new();

    /// <summary>Every parameter, in the order of the documentation.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        Choice("task", Defaults.Pairs.Task, "built-in task whose answers are known exactly"),
        Text("pairs", None, "none, or the path of a UTF-8 file of pairs, a tab between source and target") with
        {
            IsPath = true,
            NoPaths = [None],
        },
        Choice("token", Defaults.Pairs.Token, "what is read and written one at a time, of a file's pairs"),
        Integer("min_freq", Defaults.Pairs.MinFreq, 0, int.MaxValue, "token types of a side seen less often become <unk>"),
        Integer("length", Defaults.Pairs.Length, 1, 10_000, "letters or digits of the longest source of a task"),
        OrInteger("min_length", Whole, 1, 10_000, "of the shortest; length = all have the same"),
        Integer("alphabet", Defaults.Pairs.Alphabet, 2, 26, "letters of a task's alphabet"),
        Integer("count", Defaults.Pairs.Count, 2, 1_000_000, "pairs that a task draws, held-out ones counted") with { Unit = "pairs" },
        Real("validation", Defaults.Pairs.Validation, 0, 1, "share of the sources that is held out")
            with { MinIsExclusive = true, MaxIsExclusive = true },
        Integer("data_seed", Defaults.Pairs.Seed, null, null, "seed of a task's draws, or of what is held out of a file"),
        Integer("batch_size", Defaults.BatchSize, 1, Most, "pairs in a batch") with { Unit = "pairs" },
        Choice("cell", [.. CellCatalog.Default.All.Select(cell => cell.Name)], Defaults.Cell.Name, "recurrent cell of encoder and decoder"),
        Choice("nonlinearity", Defaults.Nonlinearity, "function of the plain cell (rnn)"),
        Integer("layers", Defaults.Layers, 1, 1024, "stacked layers of each"),
        Integer("hidden", Defaults.Hidden, 1, Most, "hidden units per layer and direction"),
        Integer("input", Defaults.EmbeddingSize, 1, Most, "length of the learned vector per token type"),
        Boolean("bidirectional", Defaults.Bidirectional, "the encoder reads the source from both ends"),
        Choice("attention", Defaults.Attention, "how the decoder looks at the source"),
        Real("teacher_forcing", Defaults.TeacherForcing, 0, 1, "probability of reading the right token in training, not its own"),
        Integer("bleu_grams", Defaults.BleuGrams, 1, 16, "longest n-gram of val_bleu"),
        Real("dropout", Defaults.Dropout, 0, 1, "share of outputs dropped between layers while training") with { MaxIsExclusive = true },
        .. Defaults.Rule.Definitions(),
        Integer("epochs", Defaults.Epochs, 1, 1_000_000, "passes over the training pairs"),
    ];

    /// <summary>Reads a configuration; absent parameters get their default.</summary>
    /// <param name="config">One value per parameter.</param>
    /// <param name="baseFolder">Absolute folder against which a relative path is resolved.</param>
    /// <exception cref="Contracts.TrialException">A parameter is unknown, or a value is of the wrong kind or out of range.</exception>
    public static SequenceTrialOptions Read(JsonObject config, string baseFolder)
    {
        var values = new ConfigValues(Definitions, config);
        return new SequenceTrialOptions
        {
            Pairs = Pairs(values, baseFolder),
            BatchSize = values.Integer("batch_size"),
            Cell = CellCatalog.Default[values.Choice("cell")],
            Nonlinearity = values.Choice<Nonlinearity>("nonlinearity"),
            Layers = values.Integer("layers"),
            Hidden = values.Integer("hidden"),
            EmbeddingSize = values.Integer("input"),
            Bidirectional = values.Boolean("bidirectional"),
            Attention = values.Choice<AttentionKind>("attention"),
            TeacherForcing = values.Real("teacher_forcing"),
            BleuGrams = values.Integer("bleu_grams"),
            Dropout = values.Real("dropout"),
            Rule = UpdateRule.Read(values),
            Epochs = values.Integer("epochs"),
        };
    }

    private static PairOptions Pairs(ConfigValues values, string baseFolder) => new()
    {
        Task = values.Choice<SequenceTask>("task"),
        File = values.Text("pairs") == None ? null : values.Text("pairs"),
        Token = values.Choice<PairToken>("token"),
        MinFreq = values.Integer("min_freq"),
        Length = values.Integer("length"),
        MinLength = values.IntegerOr("min_length", Whole),
        Alphabet = values.Integer("alphabet"),
        Count = values.Integer("count"),
        Validation = values.Real("validation"),
        Seed = values.Integer("data_seed"),
        BaseFolder = baseFolder,
    };
}
