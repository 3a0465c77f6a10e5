using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>What one training step gives besides the gradients.
/// The caller disposes it, or keeps <see cref="State"/> and disposes <see cref="MeanNats"/>.</summary>
/// <param name="MeanNats">float, (): mean cross-entropy in nats per token, on the model's device, without gradient.
/// Reading it waits for a GPU.</param>
/// <param name="State">The state after the window, detached, for the next one.</param>
public sealed record StepResult(Tensor MeanNats, RecurrentState State) : IDisposable
{
    /// <summary>Frees loss and state.</summary>
    public void Dispose()
    {
        MeanNats.Dispose();
        State.Dispose();
    }
}

/// <summary>What the evaluation of one window gives. The caller disposes it,
/// or keeps <see cref="State"/> and disposes <see cref="SumNats"/>.</summary>
/// <param name="SumNats">double, (): cross-entropy in nats, summed over the window's T*B tokens, on the model's device.</param>
/// <param name="State">The state after the window, for the next one.</param>
public sealed record EvaluationResult(Tensor SumNats, RecurrentState State) : IDisposable
{
    /// <summary>A target that is not scored, for windows of unequal length: PyTorch's <c>ignore_index</c>.</summary>
    public const long NotScored = -100;

    /// <summary>Frees loss and state.</summary>
    public void Dispose()
    {
        SumNats.Dispose();
        State.Dispose();
    }
}

/// <summary>The model's opinion of the next token. The caller disposes it,
/// or keeps <see cref="State"/> and disposes <see cref="Logits"/>.</summary>
/// <param name="Logits">float, (B, V): unnormalised log probabilities of the token after the window.</param>
/// <param name="State">The state after the window, for the next one.</param>
public sealed record NextResult(Tensor Logits, RecurrentState State) : IDisposable
{
    /// <summary>Frees logits and state.</summary>
    public void Dispose()
    {
        Logits.Dispose();
        State.Dispose();
    }
}
