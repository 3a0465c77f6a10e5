using static TorchSharp.torch;

namespace Sweep.Models;

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
