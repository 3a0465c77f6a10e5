using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Optimizers;
using Sweep.Models;
using Sweep.Models.Cells;

namespace Sweep.Experiments.LanguageModels;

/// <summary>Configuration of one trial of the <c>language-model</c> experiment. Every default is written here and nowhere else.</summary>
public sealed record LanguageModelTrialOptions
{
    /// <summary>Text and tokens; see <see cref="CorpusOptions"/> for its defaults.</summary>
    public CorpusOptions Corpus { get; init; } = new();

    /// <summary>What is trained (<c>model</c> in a sweep file); default recurrent.</summary>
    internal IModelKind Kind { get; init; } = ModelCatalog.Default;

    /// <summary>Options that only its kind of model has; null = none.</summary>
    internal object? Own { get; init; }

    /// <summary>How an epoch is cut into batches; default sequential, so that the state is carried from batch to batch.</summary>
    public Sampling Sampling { get; init; } = Sampling.Sequential;

    /// <summary>B, sequences in a batch; default 32, range 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>T, tokens back-propagation goes through; default 35, range 1 to 65,536.</summary>
    public int NumSteps { get; init; } = 35;

    /// <summary>Recurrent cell; default lstm.</summary>
    public CellDescriptor Cell { get; init; } = LstmCell.Descriptor;

    /// <summary>Function of the plain cell; default tanh. The gated cells have their own.</summary>
    public Nonlinearity Nonlinearity { get; init; } = Nonlinearity.Tanh;

    /// <summary>L, stacked layers; default 1, range 1 to 1,024.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>H, hidden units per layer and direction; default 256, range 1 to 65,536.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Reads each window from both ends; default false.
    /// Such a model sees what it predicts and is never ranked by perplexity.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>E, length of the learned vector per token type, range 1 to 65,536; default null = one-hot input.</summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>Probability of dropping an output between layers while training; default 0, range 0 to below 1.
    /// Without effect with one layer.</summary>
    public double Dropout { get; init; }

    /// <summary>What the model has beside cell and size; see <see cref="ModelExtras"/> for its defaults.</summary>
    public ModelExtras Extras { get; init; } = new();

    /// <summary>How gradients change the parameters; see <see cref="UpdateRule"/> for its defaults.</summary>
    public UpdateRule Rule { get; init; } = new();

    /// <summary>Largest magnitude of an element of the gradient, clipped before the norm is; default 0 = no such clipping, at least
    /// 0.</summary>
    public double ClipValue { get; init; }

    /// <summary>How the learning rate changes; see <see cref="ScheduleOptions"/> for its defaults.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>Epochs in a row without a better held-out loss after which the trial ends; default null = it trains all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether evaluation uses averaged parameters; see <see cref="AveragingOptions"/> for its defaults.</summary>
    public AveragingOptions Averaging { get; init; } = new();

    /// <summary>How gradients go back through time; see <see cref="ThroughTimeOptions"/> for its defaults.</summary>
    public ThroughTimeOptions ThroughTime { get; init; } = new();

    /// <summary>Passes over the training text; default 30, range 1 to 1,000,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Number format of training; default float32.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>True when a mask is drawn in each training step.</summary>
    public bool HasDropout => Dropout > 0 || Extras.HasMasks;

    /// <summary>Size of the batches.</summary>
    public BatchShape Shape => new(BatchSize, NumSteps, Sampling);

    /// <summary>The recurrent model of this configuration for a vocabulary of so many types.</summary>
    public LanguageModelOptions Model(int vocabulary) => new()
    {
        Cell = Cell,
        Nonlinearity = Nonlinearity,
        Vocabulary = vocabulary,
        Hidden = Hidden,
        Layers = Layers,
        Bidirectional = Bidirectional,
        EmbeddingSize = EmbeddingSize,
        Dropout = Dropout,
        Extras = Extras,
        Bfloat16 = Precision == Precision.Bf16,
        FlowPenalty = ThroughTime.FlowPenalty,
        BackThroughState = ThroughTime.IsBeyondWindow,
    };
}

/// <summary>Number format of activations and products (<c>precision</c> in a sweep file).</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>Layers and decoder compute in bfloat16; parameters, embedding, loss and update rule stay float32.</summary>
    Bf16,
}
