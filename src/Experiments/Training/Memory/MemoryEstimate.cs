namespace Sweep.Experiments.Training.Memory;

/// <summary>What one trial holds at its peak on the device it trains on, term by term, in bytes.</summary>
public sealed record MemoryEstimate
{
    /// <summary>The process without a model: libtorch resident on the CPU, context and libraries on a GPU.</summary>
    public long Base { get; init; }

    /// <summary>Weights and biases.</summary>
    public long Parameters { get; init; }

    /// <summary>One gradient per parameter.</summary>
    public long Gradients { get; init; }

    /// <summary>What the optimizer remembers: nothing for plain sgd, 1 value per parameter with momentum, 2 with adam and adamw.</summary>
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
