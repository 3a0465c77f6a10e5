using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Ngrams;
using static Sweep.Experiments.Catalog.ParameterDefinitions;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Ngrams;

/// <summary><c>model: ngram</c>: counts, smoothed. Works on the processor, whatever the device.</summary>
internal sealed class NgramKind : IModelKind
{
    private const int Most = 32;

    /// <summary>Bytes per token of a level while it grows, and per distinct n-gram for good.</summary>
    private const int Growing = 16, Kept = 40;

    public string Name => "ngram";

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        Integer("order", NgramOptions.Default.Order, 1, Most, "n of an n-gram model, which predicts from n-1 tokens")
            with { Unit = "tokens" },
        Choice("smoothing", NgramOptions.Default.Smoothing, "how an n-gram model shares out what it has not seen"),
        Real("add_k", NgramOptions.Default.AddK, 0, null, "what smoothing: add-k adds to each count; 0 = maximum likelihood"),
    ];

    public bool Reads(string parameter) => false;

    public object Read(ConfigValues values) => new NgramOptions
    {
        Order = values.Integer("order"),
        Smoothing = values.Choice<Smoothing>("smoothing"),
        AddK = values.IsGiven("add_k") ? values.Real("add_k") : NgramOptions.Default.AddK,
        IsAddKGiven = values.IsGiven("add_k"),
    };

    public IEnumerable<ConfigProblem> Contradictions(LanguageModelTrialOptions options)
    {
        var own = NgramOptions.Of(options);
        if (own is { IsAddKGiven: true, Smoothing: not Smoothing.AddK })
        {
            yield return new ConfigProblem("add_k",
                $"add_k belongs to smoothing: add-k, found {Word(own.Smoothing)}; leave it out there, for example with when: " +
                    "{smoothing: add-k}")
            { Otherwise = "smoothing" };
        }
    }

    public string Shape(LanguageModelTrialOptions options) =>
        $"{Name} {NgramOptions.Of(options).Order} {Word(NgramOptions.Of(options).Smoothing)}";

    public MemoryEstimate Memory(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device)
    {
        if (device != DeviceClass.Cpu) return new();
        var (levels, distinct) = (0L, 1.0);
        for (var k = 1; k <= NgramOptions.Of(options).Order; k++)
        {
            distinct = Math.Min(distinct * vocabulary, text.Tokens);
            levels += (long)distinct;
        }

        return new()
        {
            Base = LanguageModelMemory.CpuBase,
            Parameters = (Growing * text.Tokens) + (Kept * levels),
            Corpus = LanguageModelMemory.Recurrent(options, vocabulary, text, device).Corpus,
            Checkpoints = 2 * PackedTokens.Bytes(text.Tokens, vocabulary),
        };
    }

    public ITrainingSession Open(LanguageModelTrial trial) => new NgramSession(trial);

    public IPredictor Load(LanguageModelTrialOptions options, TrialCheckpoint checkpoint, int vocabulary, Device device) =>
        NgramPredictor.Load(NgramOptions.Of(options), checkpoint, vocabulary);
}

/// <summary>Options of <c>model: ngram</c>.</summary>
internal sealed record NgramOptions
{
    /// <summary>Those of a configuration that gives none.</summary>
    public static readonly NgramOptions Default = new();

    /// <summary>n; default 5, range 1 to 32.</summary>
    public int Order { get; init; } = 5;

    /// <summary>How probability is shared out; default modified Kneser-Ney.</summary>
    public Smoothing Smoothing { get; init; } = Smoothing.KneserNey;

    /// <summary>What is added to each count; default 1 (Laplace's rule), at least 0 (maximum likelihood).</summary>
    public double AddK { get; init; } = 1;

    /// <summary>True when the configuration names it.</summary>
    public bool IsAddKGiven { get; init; }

    public static NgramOptions Of(LanguageModelTrialOptions options) => (NgramOptions)options.Own!;

    /// <summary>The model of counts that are complete up to the order.</summary>
    public INgramModel Model(NgramTrie trie, int vocabulary) => Smoothing == Smoothing.KneserNey
        ? new KneserNeyModel(trie, vocabulary) : new AdditiveModel(trie, vocabulary, AddK);
}

/// <summary>How an n-gram model shares out probability (<c>smoothing</c> in a sweep file).</summary>
internal enum Smoothing
{
    /// <summary>Modified Kneser-Ney, interpolated.</summary>
    KneserNey,

    /// <summary>A Markov chain whose counts all get the same addition.</summary>
    AddK,
}
