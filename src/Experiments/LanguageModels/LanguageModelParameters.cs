using System.Text.Json.Nodes;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Optimizers;
using Sweep.Models;
using Sweep.Models.Cells;
using static Sweep.Experiments.Catalog.ParameterDefinitions;

namespace Sweep.Experiments.LanguageModels;

/// <summary>The parameters of the <c>language-model</c> experiment:
/// their names, ranges and help, and the way from a configuration to options.</summary>
public static class LanguageModelParameters
{
    private const int Most = 65_536;
    private const string All = "all";
    private const string OneHot = "one-hot";
    private const string Model = "model";
    private static readonly LanguageModelTrialOptions Defaults = new();

    private static readonly IReadOnlyList<ParameterDefinition> Shared =
    [
        Text("corpus", Defaults.Corpus.Corpus, "text to learn: grammar, time-machine, or the path of a text file, folder or pattern")
            with { IsPath = true, NoPaths = [CorpusOptions.Grammar, CorpusOptions.TimeMachine], FilesOf = CorpusFiles.Of },
        Choice("text", Defaults.Corpus.Text, "what is kept of the text: the letters a-z, or everything that is written"),
        Choice("token", Defaults.Corpus.Token, "what the model reads and predicts one at a time"),
        Integer("vocab_size", Defaults.Corpus.VocabSize, 256, 1_000_000, "token types of byte-pair encoding, without effect elsewhere")
            with { Unit = "tokens", ReadBy = Merged },
        Text("tokenizer", Defaults.Corpus.Tokenizer, "merges of byte-pair encoding: own (learnt from the training part), or the path of " +
            "a folder with vocab.json and merges.txt") with
        {
            IsPath = true,
            NoPaths = [CorpusOptions.OwnTokenizer],
            FilesOf = TokenizerFiles.Of,
            ReadBy = Merged,
        },
        OrInteger("max_characters", All, 1, null, "cuts the text after this many characters") with { Unit = "characters" },
        OrInteger("max_tokens", All, 1, int.MaxValue, "cuts the text after this many tokens") with { Unit = "tokens" },
        Integer("min_freq", Defaults.Corpus.MinFreq, 0, int.MaxValue, "token types seen less often become <unk>")
            with { ReadBy = Counted },
        Real("validation", Defaults.Corpus.Validation, 0, 1, "share of the text held out at its end")
            with { MinIsExclusive = true, MaxIsExclusive = true },
        Beside("validation_corpus", "a text of its own to hold out, in place of the text's end"),
        Beside("test_corpus", "a text of its own to test on"),
        Integer("grammar_length", Defaults.Corpus.GrammarLength, 1, 100_000_000, "length of the grammar text") with { Unit = "characters" },
        Integer("grammar_seed", Defaults.Corpus.GrammarSeed, null, null, "seed of the grammar text"),
        Choice(Model, [.. ModelCatalog.All.Select(kind => kind.Name)], ModelCatalog.Default.Name, "what is trained on the text"),
        Choice("sampling", Defaults.Sampling, "random windows, or rows read on with the state carried"),
        Integer("batch_size", Defaults.BatchSize, 1, Most, "sequences in a batch") with { Unit = "sequences" },
        Integer("num_steps", Defaults.NumSteps, 1, Most, "tokens that back-propagation goes through") with { Unit = "tokens" },
        Choice("cell", [.. CellCatalog.Default.All.Select(cell => cell.Name)], Defaults.Cell.Name, "recurrent cell"),
        Choice("nonlinearity", Defaults.Nonlinearity, "function of the plain cell (rnn)"),
        Integer("layers", Defaults.Layers, 1, 1024, "stacked layers"),
        Integer("hidden", Defaults.Hidden, 1, Most, "hidden units per layer and direction"),
        Boolean("bidirectional", Defaults.Bidirectional,
            "reads each window from both ends; sees what it predicts, so it has a pseudo-perplexity only"),
        OrInteger("input", OneHot, 1, Most, "one-hot, or the length of a learned vector per token type"),
        Real("dropout", Defaults.Dropout, 0, 1, "share of outputs dropped between layers while training") with { MaxIsExclusive = true },
        .. TrainingParameters.OfModel,
        .. Defaults.Rule.Definitions(),
        .. TrainingParameters.OfTraining,
        .. ThroughTimeParameters.Definitions,
        Integer("epochs", Defaults.Epochs, 1, 1_000_000, "passes over the training text"),
        Choice("precision", Defaults.Precision, "number format of training"),
    ];

    /// <summary>Every parameter, in the order of the documentation; those of single models last.</summary>
    public static IReadOnlyList<ParameterDefinition> Definitions { get; } =
    [
        // What stands before 'model' is of the text, which every model reads.
        .. Shared.TakeWhile(known => known.Name != Model),
        .. Shared.SkipWhile(known => known.Name != Model).Select(known => known.Name == Model ? known
            : WithReaders(known, kind => kind.Reads(known.Name))),
        .. ModelCatalog.All.SelectMany(kind => kind.Parameters).DistinctBy(known => known.Name)
            .Select(known => WithReaders(known, kind => kind.Parameters.Any(own => own.Name == known.Name))),
    ];

    /// <summary>Reads a configuration; absent parameters get their default.</summary>
    /// <param name="config">One value per parameter.</param>
    /// <param name="baseFolder">Absolute folder against which a relative corpus path is resolved.</param>
    /// <exception cref="Contracts.TrialException">A parameter is unknown, or a value is of the wrong kind or out of range.</exception>
    public static LanguageModelTrialOptions Read(JsonObject config, string baseFolder)
    {
        var name = new ConfigValues(Definitions, config).Choice(Model);
        var kind = ModelCatalog.All.First(kind => kind.Name == name);
        var values = new ConfigValues(Definitions, WhatIsRead(config, kind));
        var options = new LanguageModelTrialOptions
        {
            Corpus = Corpus(values, baseFolder),
            Kind = kind,
            Own = kind.Read(values),
            Sampling = values.Choice<Sampling>("sampling"),
            BatchSize = values.Integer("batch_size"),
            NumSteps = values.Integer("num_steps"),
            Cell = CellCatalog.Default[values.Choice("cell")],
            Nonlinearity = values.Choice<Nonlinearity>("nonlinearity"),
            Layers = values.Integer("layers"),
            Hidden = values.Integer("hidden"),
            Bidirectional = values.Boolean("bidirectional"),
            EmbeddingSize = values.IntegerOr("input", OneHot),
            Dropout = values.Real("dropout"),
            Extras = TrainingParameters.Extras(values),
            Rule = UpdateRule.Read(values),
            ThroughTime = ThroughTimeParameters.Read(values),
            Epochs = values.Integer("epochs"),
            Precision = values.Choice<Precision>("precision"),
        };
        // Without batches there is one epoch, and any text of two tokens is long enough.
        return kind.HasBatches ? TrainingParameters.With(options, values)
            : options with { Epochs = 1, BatchSize = 1, NumSteps = 1, Sampling = Sampling.Random };
    }

    private static ParameterDefinition WithReaders(ParameterDefinition known, Func<IModelKind, bool> reads)
    {
        var readers = ModelCatalog.All.Where(reads).Select(kind => kind.Name).ToList();
        return readers.Count == ModelCatalog.All.Count ? known : known with { ReadBy = new ReadBy(Model, readers) };
    }

    /// <summary>A configuration without what its model has no use for.</summary>
    private static JsonObject WhatIsRead(JsonObject config, IModelKind kind)
    {
        bool IsRead(string name) =>
            Definitions.First(known => known.Name == name).ReadBy is not { Parameter: Model } by || by.Words.Contains(kind.Name);
        return config.All(pair => IsRead(pair.Key)) ? config
            : new JsonObject(config.Where(pair => IsRead(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }

    private static ReadBy Counted => new("token", [Word(TokenKind.Char), Word(TokenKind.Word)]);
    private static ReadBy Merged => new("token", [Word(TokenKind.Bpe)]);

    private static ParameterDefinition Beside(string name, string summary) => Text(name, CorpusOptions.None, summary) with
    {
        IsPath = true,
        NoPaths = [CorpusOptions.None, CorpusOptions.Grammar, CorpusOptions.TimeMachine],
        FilesOf = CorpusFiles.Of,
    };

    private static CorpusOptions Corpus(ConfigValues values, string baseFolder) => new()
    {
        Corpus = values.Text("corpus"),
        Token = values.Choice<TokenKind>("token"),
        Text = values.Choice<TextMode>("text"),
        VocabSize = values.Integer("vocab_size"),
        Tokenizer = values.Text("tokenizer"),
        MaxCharacters = values.LongOr("max_characters", All),
        ValidationCorpus = values.Text("validation_corpus"),
        TestCorpus = values.Text("test_corpus"),
        MaxTokens = values.IntegerOr("max_tokens", All),
        MinFreq = values.Integer("min_freq"),
        Validation = values.Real("validation"),
        GrammarLength = values.Integer("grammar_length"),
        GrammarSeed = values.Integer("grammar_seed"),
        BaseFolder = baseFolder,
    };
}
