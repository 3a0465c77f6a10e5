using Sweep.Contracts;

namespace Sweep.Experiments.Training.Memory;

/// <summary>
/// How many bytes a trial of the language model takes on its device. Pure: a closed form of the configuration, the vocabulary and the text's size.
/// Letters: T num_steps, B batch_size, V vocabulary, H hidden, L layers, D directions, G gates of the cell, I input size; 4 bytes a number.
/// </summary>
/// <remarks>The bases and the numbers of libtorch's own passes (<see cref="WindowMemory"/>) are measured on the CPU, those of a GPU estimated; docs/decisions/0017 has the table.</remarks>
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

    /// <summary>Rows and steps of the windows in which the held-out tail is read (<see cref="Data.EvaluationPlan"/>), at most.</summary>
    private const int TailRows = 64, TailSteps = 32;

    /// <summary>Predicts one trial.</summary>
    /// <param name="options">Its configuration.</param>
    /// <param name="vocabulary">V, token types of its corpus, at least 1.</param>
    /// <param name="text">Size of its text.</param>
    /// <param name="device">Where it trains; <see cref="DeviceClass.Any"/> is the larger of both.</param>
    public static MemoryEstimate Of(LanguageModelTrialOptions options, int vocabulary, TextSize text, DeviceClass device)
    {
        if (device == DeviceClass.Any)
        {
            var (cpu, cuda) = (Of(options, vocabulary, text, DeviceClass.Cpu), Of(options, vocabulary, text, DeviceClass.Cuda));
            return cpu.Total >= cuda.Total ? cpu : cuda;
        }

        var (model, onCpu) = (options.Model(vocabulary), device == DeviceClass.Cpu);
        var isFused = onCpu && model.FitsFusedEngine;
        var windows = new WindowMemory(model, isFused);
        var parameters = Float * ModelSize.Parameters(model);
        var (remembered, places) = (Remembered(options), (long)options.NumSteps * options.BatchSize);
        var tail = TailSteps * Math.Clamp((long)(text.Tokens * options.Corpus.Validation) / TailRows, 1, TailRows);
        return new()
        {
            Base = onCpu ? CpuBase + (isFused ? 0 : TorchPasses) : CudaBase,
            Parameters = parameters,
            Gradients = parameters,
            Optimizer = remembered * parameters,
            Activations = windows.Activations(places),
            Logits = windows.Logits(places),
            // The stream, inputs and targets of an epoch, and as much again while these are gathered.
            Corpus = (5 * Token * text.Tokens) + (onCpu ? BytesPerCharacter * text.Characters : 0),
            Evaluation = Math.Max(0, windows.Evaluation(tail) - windows.Activations(places) - windows.Logits(places)),
            // The best parameters, and parameters with the optimizer's memory on their way to the disk.
            Checkpoints = onCpu ? (2 + remembered) * parameters : 0,
        };
    }

    private static int Remembered(LanguageModelTrialOptions options) => options.Optimizer switch
    {
        OptimizerKind.Sgd => options.Momentum > 0 ? 1 : 0,
        _ => 2,
    };
}
