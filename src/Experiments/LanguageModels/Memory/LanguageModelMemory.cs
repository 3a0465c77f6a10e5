using System.Numerics;
using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Optimizers;
using Sweep.Models;

namespace Sweep.Experiments.LanguageModels.Memory;

/// <summary>How many bytes a trial of the language model takes on its device. Pure: a closed form of the configuration, the vocabulary and
/// the text's size. Letters: T num_steps, B batch_size, V vocabulary, H hidden, L layers, D directions, G gates of the cell, I input size;
/// 4 bytes a number.</summary>
/// <remarks>The bases and the numbers of libtorch's own passes (<see cref="WindowMemory"/>) are measured on the CPU, those of a GPU
/// estimated; docs/decisions/0017 has the table.</remarks>
public static class LanguageModelMemory
{
    private const int Float = sizeof(float);
    private const int Token = sizeof(long);
    private const long MiB = 1 << 20;

    /// <summary>A worker that loaded libtorch and trained next to nothing: resident bytes, measured.</summary>
    public const long CpuBase = 182 * MiB;

    /// <summary>What libtorch's own recurrent passes load beside (oneDNN, autograd): resident bytes, measured.</summary>
    public const long TorchPasses = 40 * MiB;

    /// <summary>CUDA context, kernels and the work space of cuBLAS and cuDNN: an estimate.</summary>
    public const long CudaBase = 600 * MiB;

    /// <summary>Bytes of the machine that a character of a text takes while the text is read and cut into tokens, measured.</summary>
    public const int BytesPerCharacter = 40;

    /// <summary>Bytes of the machine that a text takes while it is read in pieces and its tokens lie in a file: an estimate.</summary>
    public const long StreamedBase = 256 * MiB;

    /// <summary>Rows and steps of the windows in which the held-out tail is read (<see cref="Data.EvaluationPlan"/>), at most.</summary>
    private const int TailRows = 64, TailSteps = 32;

    /// <summary>Predicts one trial, for a vocabulary of at least 1 type; <see cref="DeviceClass.Any"/> is the larger of both.</summary>
    public static MemoryEstimate Of(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device)
    {
        if (device == DeviceClass.Any)
        {
            var (cpu, cuda) = (Of(options, vocabulary, text, DeviceClass.Cpu), Of(options, vocabulary, text, DeviceClass.Cuda));
            return cpu.Total >= cuda.Total ? cpu : cuda;
        }

        return options.Kind.Memory(options, vocabulary, text, device);
    }

    /// <summary>Predicts a recurrent model; other kinds of models take over what they share with it.</summary>
    /// <inheritdoc cref="IModelKind.Memory"/>
    internal static MemoryEstimate Recurrent(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device)
    {
        var (model, onCpu) = (options.Model(vocabulary), device == DeviceClass.Cpu);
        var isFused = onCpu && model.FitsFusedEngine;
        var windows = new WindowMemory(model, isFused);
        var parameters = Float * ModelSize.Parameters(model);
        var (remembered, places) = (Remembered(options), (long)options.NumSteps * options.BatchSize);
        // Masks of the recurrent weights and what they were before; layers in bfloat16 with their gradients.
        var masks = (options.Extras.DropoutRecurrent > 0 ? 2 * Float * ModelSize.Recurrent(model) : 0) + (model.Bfloat16 ? parameters : 0);
        var looksBack = options.ThroughTime.Diagnostics == Diagnostics.Gradients;
        var tail = TailSteps * Math.Clamp((long)(text.Tokens * options.Corpus.Validation) / TailRows, 1, TailRows);
        return new()
        {
            Base = onCpu ? CpuBase + (isFused && !looksBack ? 0 : TorchPasses) : CudaBase,
            Parameters = parameters,
            Gradients = parameters,
            Optimizer = remembered * parameters,
            Activations = windows.Activations(places) + masks + States(options, model, text),
            Logits = windows.Logits(places),
            Corpus = Corpus(options, text, onCpu),
            // Averaged parameters change places with the trained ones, of which one is copied at a time.
            Evaluation = Math.Max(0, Math.Max(windows.Evaluation(tail), looksBack ? LookBack(options, model) : 0)
                - windows.Activations(places) - windows.Logits(places))
                + (options.Averaging.Kind == AveragingKind.None ? 0 : parameters),
            // The best parameters, and parameters with the optimizer's memory on their way to the disk.
            Checkpoints = onCpu ? (2 + remembered) * parameters : 0,
        };
    }

    /// <summary>States at borders of windows that gradients pass: 2 sqrt(n) of n windows, the gradient, and one on its way.</summary>
    private static long States(LanguageModelTrialOptions options, LanguageModelOptions model, TextSize text)
    {
        if (!options.ThroughTime.IsBeyondWindow) return 0;
        var windows = text.Tokens / ((double)options.NumSteps * options.BatchSize);
        var kept = (2 * (long)Math.Ceiling(Math.Sqrt(windows))) + 2;
        return kept * Float * options.BatchSize * model.Layers * model.Directions * model.Hidden * model.Cell.States.Count;
    }

    /// <summary>The windows of <see cref="GradientDiagnostics"/> by libtorch's passes.</summary>
    private static long LookBack(LanguageModelTrialOptions options, LanguageModelOptions model)
    {
        var (passes, places) = (new WindowMemory(model, isFused: false), (long)options.NumSteps * GradientDiagnostics.Windows);
        return passes.Activations(places) + passes.Logits(places);
    }

    private static long Corpus(LanguageModelTrialOptions options, TextSize text, bool onCpu)
    {
        // The stream, inputs and targets of an epoch, and as much again while these are gathered.
        var uploaded = text.Tokens <= TrainingBatches.MostUploaded ? 5 * Token * text.Tokens : 0;
        if (!text.IsStreamed(options.Corpus)) return (5 * Token * text.Tokens) + (onCpu ? BytesPerCharacter * text.Characters : 0);
        return uploaded + (onCpu ? StreamedBase + (sizeof(int) * text.Tokens / options.NumSteps) : 0);
    }

    /// <summary>What other experiments take beside their batches: the process, their text, and all copies of the parameters.</summary>
    internal static long BesideBatches(UpdateRule rule, long parameters, long characters, DeviceClass device)
    {
        var (onCpu, remembered) = (device == DeviceClass.Cpu, rule.Remembered);
        // Values, gradients, what the optimizer remembers; on the CPU once more on their way to the disk, and the best ones.
        var copies = 2 + remembered + (onCpu ? 2 + remembered : 0);
        return (onCpu ? CpuBase + TorchPasses + (BytesPerCharacter * characters) : CudaBase) + (Float * copies * parameters);
    }

    /// <summary>Values per parameter that the optimizer keeps, their mean included.</summary>
    internal static int Remembered(LanguageModelTrialOptions options) =>
        (options.Averaging.Kind == AveragingKind.None ? 0 : 1) + options.Rule.Remembered;
}

/// <summary>What one trial holds at its peak on the device it trains on, term by term, in bytes.</summary>
public sealed record MemoryEstimate
{
    /// <summary>The process without a model: libtorch resident on the CPU, context and libraries on a GPU.</summary>
    public long Base { get; init; }

    /// <summary>Weights and biases.</summary>
    public long Parameters { get; init; }

    /// <summary>One gradient per parameter.</summary>
    public long Gradients { get; init; }

    /// <summary>What the optimizer remembers: nothing for plain sgd, 1 value per parameter with momentum, 2 with adam and adamw;
    /// 1 more where parameters are averaged.</summary>
    public long Optimizer { get; init; }

    /// <summary>What the forward pass keeps for the backward pass, and the work memory of one layer.</summary>
    public long Activations { get; init; }

    /// <summary>Scores of every token type at every place of a window, with their gradient where it is kept apart.</summary>
    public long Logits { get; init; }

    /// <summary>Text and tokens: the stream, the windows of one epoch, and on the CPU what reading the text took.</summary>
    public long Corpus { get; init; }

    /// <summary>What looking at the held-out tail takes beyond a training step.</summary>
    public long Evaluation { get; init; }

    /// <summary>Copies for checkpoints (the last and the best); in the memory of the machine, so 0 on a GPU.</summary>
    public long Checkpoints { get; init; }

    /// <summary>All of it.</summary>
    public long Total => Base + Parameters + Gradients + Optimizer + Activations + Logits + Corpus + Evaluation + Checkpoints;
}

/// <summary>How large a text is.</summary>
/// <param name="Characters">Characters of the whole text, at least 0.</param>
/// <param name="Tokens">Tokens after the cut by <c>max_tokens</c>, the held-out tail included, at least 0.</param>
public readonly record struct TextSize(long Characters, long Tokens)
{
    /// <summary>Characters of a text that nothing is known of but that it is not large.</summary>
    public const long Small = 1 << 18;

    /// <summary>Characters of the longest text that no cost key tells of.</summary>
    internal const long Short = 1 << 20;

    private const long TimeMachine = 178_979;

    /// <summary>A longer text of a file is read in pieces.</summary>
    private const long Streamed = 1 << 24;
    private const int BytesPerUnit = 3;
    private const int CharactersPerWord = 4;

    /// <summary>An upper bound from a configuration, and the characters of the text where somebody read it; null = by the corpus's
    /// name.</summary>
    public static TextSize Of(CorpusOptions corpus, long? characters)
    {
        var most = characters ?? corpus.Corpus switch
        {
            CorpusOptions.Grammar => corpus.GrammarLength,
            CorpusOptions.TimeMachine => TimeMachine,
            _ => Small,
        };
        var isOfLetters = corpus.Text == TextMode.Letters;
        var tokens = corpus.Token switch
        {
            TokenKind.Word when isOfLetters => most / CharactersPerWord,
            TokenKind.Byte or TokenKind.Bpe when !isOfLetters => most * BytesPerUnit,
            _ => most,
        };
        return new(most, Math.Min(tokens, corpus.MaxTokens ?? long.MaxValue));
    }

    /// <summary>What a cost key says of a text of so many characters, rounded up to a power of 2; nothing of a short one, which takes no
    /// memory and no time to speak of: so speeds recorded before texts could be long keep their key.</summary>
    internal static string ToCostKey(long characters) =>
        characters > Short ? $" text={BitOperations.RoundUpToPowerOf2((ulong)characters) / Short}Mi" : "";

    /// <summary>The characters that a cost key says; null where it says nothing.</summary>
    internal static long? FromCostKey(CostKey key) => key.Number("text", "Mi") * Short;

    /// <summary>True when the text is never in memory as a whole.</summary>
    public bool IsStreamed(CorpusOptions corpus) =>
        Characters > Streamed && corpus.Corpus is not (CorpusOptions.Grammar or CorpusOptions.TimeMachine);
}

/// <summary>Counts a model's parameters without building it.</summary>
public static class ModelSize
{
    /// <summary>Numbers in weights and biases: V E of an embedding; D G H (I + H + 2) of the first layer, I = V without embedding and E
    /// with one; D G H (D H + H + 2) of each further one; V (D H + 1) of the decoder, or V where its weights are the embedding's. With
    /// layer normalisation 2 D G H more per layer, and 2 D H where it acts on a state too.</summary>
    public static long Parameters(LanguageModelOptions model)
    {
        long hidden = model.Hidden, outputs = model.Directions * hidden, rows = outputs * model.Cell.Gates;
        var embedding = (long)model.Vocabulary * (model.EmbeddingSize ?? 0);
        var layers = (rows * (model.InputSize + hidden + 2)) + ((model.Layers - 1) * rows * (outputs + hidden + 2));
        var norms = model.Extras.LayerNorm ? model.Layers * ((2 * rows) + (model.Cell.NormalisesState ? 2 * outputs : 0)) : 0;
        return embedding + layers + norms + (model.Vocabulary * ((model.Extras.Tied ? 0 : outputs) + 1));
    }

    /// <summary>Numbers in the recurrent weights, D L G H H.</summary>
    public static long Recurrent(LanguageModelOptions model) =>
        (long)model.Directions * model.Layers * model.Cell.Gates * model.Hidden * model.Hidden;
}

/// <summary>What a window of T x B places takes, by the code that computes it. Bytes.</summary>
internal sealed class WindowMemory(LanguageModelOptions model, bool isFused)
{
    private const int Float = sizeof(float);

    /// <summary>Our passes work on rows of whole panels, 32 numbers wide, and 32 rows of scores at a time.</summary>
    private const int Panel = 32;

    /// <summary>Numbers per place, unit and layer that are kept for the way back: gates and states. The cell knows.</summary>
    private int Kept => isFused ? model.Cell.FusedMemory!.Value : model.Cell.TorchMemory;

    private long Hidden => isFused ? Padded(model.Hidden) : model.Hidden;
    private long Vocabulary => isFused ? Padded(model.Vocabulary) : model.Vocabulary;

    /// <summary>places x L x D x H x what is kept, and the layer at work:
    /// its gates, the gradient of its outputs and its packed inputs.</summary>
    public long Activations(long places)
    {
        var kept = places * model.Layers * model.Directions * Hidden * Kept;
        // The regulariser keeps sums, their gradients and outputs apart, in one tensor and step by step (estimated).
        var flow = model.FlowPenalty > 0 ? 6 * places * model.Layers * Hidden : 0;
        return Float * (kept + flow + Extras(places) + (isFused ? Work(places) : Input(places)));
    }

    /// <summary>places x V: our pass turns scores into gradients where they lie;
    /// libtorch's keeps scores, probabilities and gradients.</summary>
    public long Logits(long places) => Float * (isFused ? places * Vocabulary : 3 * places * Vocabulary);

    /// <summary>The same window forward alone.</summary>
    public long Evaluation(long places) => Activations(places) + (Float * Vocabulary * (isFused ? Panel : 2 * places));

    /// <summary>What a layer adds to its outputs, masked inputs and outputs, and what layer normalisation keeps: a product, its normalised
    /// values and those times the gain, on both sides of every gate (estimated).</summary>
    private long Extras(long places)
    {
        var (extras, outputs) = (model.Extras, model.Directions * Hidden);
        return places * ((extras.Residual ? (model.Layers - 1) * outputs : 0) + (extras.DropoutOutput > 0 ? outputs : 0)
            + (extras.DropoutInput > 0 ? model.InputSize : 0)
            + (extras.LayerNorm ? 6L * model.Layers * outputs * model.Cell.Gates : 0));
    }

    private long Work(long places)
    {
        // The first layer's gates are a row per distinct token; a further layer's a row per place.
        var distinct = Math.Min(places, model.Vocabulary);
        var gates = (model.Layers > 1 ? places : distinct) + distinct;
        return (((gates * model.Cell.Gates) + (2 * places)) * Hidden) + Packed();
    }

    /// <summary>The largest weight matrix once more, in the order in which the products read it.</summary>
    private long Packed() => Math.Max(model.Cell.Gates * Hidden * Hidden, Vocabulary * Hidden);

    /// <summary>One-hot vectors are written out; learned ones have a gradient.</summary>
    private long Input(long places) => places * (model.EmbeddingSize is { } size ? 2 * size : model.Vocabulary);

    private static long Padded(long columns) => (columns + Panel - 1) / Panel * Panel;
}
