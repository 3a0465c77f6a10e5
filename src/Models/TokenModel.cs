using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>A language model that learns by gradients: reads windows of tokens, carries a state from window to window, and predicts the
/// token after each. Shapes: T time steps, B sequences, V vocabulary; time first. Not safe for use by several threads at once.</summary>
/// <param name="name">Name of the module.</param>
public abstract class TokenModel(string name) : nn.Module(name)
{
    /// <summary>What decides about the last bits of a step on this kind of device: <c>fused</c>, <c>torch avx512</c>, <c>torch avx2</c>,
    /// <c>torch baseline</c>; <c>torch</c> on a GPU.</summary>
    public abstract string EngineKind { get; }

    /// <summary>The state before the first token.</summary>
    /// <param name="batch">Number B of sequences, at least 1.</param>
    /// <returns>Zeros; the caller disposes it.</returns>
    public abstract RecurrentState ZeroState(int batch);

    /// <summary>One step of truncated back-propagation: forward, mean cross-entropy, backward. Leaves the gradient of this window alone
    /// (nothing is accumulated) in the <c>grad</c> of every parameter; changes no parameter.</summary>
    /// <param name="tokens">int64, (T, B), values in [0, V): the inputs.</param>
    /// <param name="targets">int64, (T, B), values in [0, V): the token that follows each input.</param>
    /// <param name="state">State before the window; no gradient flows into it; not changed, not disposed.</param>
    /// <returns>Loss and new state; the caller disposes them (they belong to the caller's dispose scope, if there is one).</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    public abstract StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state);

    /// <summary>The loss of a window, without gradient.</summary>
    /// <param name="tokens">int64, (T, B), values in [0, V): the inputs.</param>
    /// <param name="targets">int64, (T, B), values in [0, V): the token that follows each input;
    /// <see cref="EvaluationResult.NotScored"/> where nothing is scored.</param>
    /// <param name="state">State before the window; not changed, not disposed.</param>
    /// <returns>Summed loss and new state; the caller disposes them (they belong to the caller's dispose scope, if there is one).</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    /// <remarks>Dropout is active unless the model is in evaluation mode: call <c>eval()</c> before and <c>train()</c> after.</remarks>
    public abstract EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state);

    /// <summary>Reads a window and predicts the token after it, without gradient.</summary>
    /// <param name="tokens">int64, (T, B), values in [0, V), T at least 1.</param>
    /// <param name="state">State before the window; not changed, not disposed.</param>
    /// <returns>Logits of the last step and new state; the caller disposes them (they belong to the caller's dispose scope,
    /// if there is one).</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    /// <remarks>Dropout is active unless the model is in evaluation mode: call <c>eval()</c> before and <c>train()</c> after.</remarks>
    public abstract NextResult Next(Tensor tokens, RecurrentState state);
}
