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
