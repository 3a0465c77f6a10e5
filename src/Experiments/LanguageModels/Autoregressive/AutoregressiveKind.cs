using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models;
using Sweep.Models.Autoregressive;
using static Sweep.Experiments.Catalog.ParameterDefinitions;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Autoregressive;

/// <summary><c>model: autoregressive</c>: a multilayer perceptron over the last n tokens.</summary>
internal sealed class AutoregressiveKind : IGradientKind
{
    private const string Window = "window";

    /// <summary>Tokens that the held-out tail has before it: a prediction never needs more than these and its own.</summary>
    private const int Most = Data.EvaluationPlan.DefaultWarmUp;

    private const int Preset = 4;

    private static readonly string[] Known =
    [
        "sampling", "batch_size", "num_steps", "nonlinearity", "layers", "hidden", "input", "dropout", "optimizer", "lr", "momentum",
        "weight_decay", "clip", "epochs",
    ];

    public string Name => "autoregressive";

    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
        [Integer(Window, Preset, 1, Most, "tokens that an autoregressive model predicts from") with { Unit = "tokens" }];

    public bool Reads(string parameter) =>
        Known.Contains(parameter) || TrainingParameters.OfTraining.Any(known => known.Name == parameter);

    public object Read(ConfigValues values) => values.Integer(Window);

    public string Shape(LanguageModelTrialOptions o) => $"{Name} {WindowOf(o)}x{o.Layers}x{o.Hidden}";

    public MemoryEstimate Memory(LanguageModelTrialOptions o, int vocabulary, TextSize text, DeviceClass device)
    {
        var onCpu = device == DeviceClass.Cpu;
        var (places, remembered) = ((long)o.NumSteps * o.BatchSize, LanguageModelMemory.Remembered(o));
        var parameters = sizeof(float) * Size(o, vocabulary);
        // What the first layer adds up, or the vectors in a row, and their gradient; activations with theirs.
        var input = WindowOf(o) * (long)(o.EmbeddingSize ?? o.Hidden);
        return new()
        {
            Base = onCpu ? LanguageModelMemory.CpuBase + LanguageModelMemory.TorchPasses : LanguageModelMemory.CudaBase,
            Parameters = parameters,
            Gradients = parameters,
            Optimizer = remembered * parameters,
            Activations = sizeof(float) * places * ((2 * input) + (3L * o.Layers * o.Hidden)),
            Logits = 3 * sizeof(float) * places * vocabulary,
            Corpus = LanguageModelMemory.Recurrent(o, vocabulary, text, device).Corpus,
            Checkpoints = onCpu ? (2 + remembered) * parameters : 0,
        };
    }

    public long Size(LanguageModelTrialOptions options, int vocabulary) => OptionsOf(options, vocabulary).Parameters;

    public TokenModel Build(LanguageModelTrialOptions options, int vocabulary, Device device) =>
        new WindowModel(OptionsOf(options, vocabulary), device);

    private static int WindowOf(LanguageModelTrialOptions options) => (int)options.Own!;

    private static WindowModelOptions OptionsOf(LanguageModelTrialOptions options, int vocabulary) => new()
    {
        Vocabulary = vocabulary,
        Window = WindowOf(options),
        EmbeddingSize = options.EmbeddingSize,
        Hidden = options.Hidden,
        Layers = options.Layers,
        Nonlinearity = options.Nonlinearity,
        Dropout = options.Dropout,
    };
}
