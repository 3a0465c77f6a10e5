using static TorchSharp.torch;

namespace Sweep.Models;

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
