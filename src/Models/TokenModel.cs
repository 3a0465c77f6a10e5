using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>A language model that learns by gradients: reads windows of tokens, carries a state from window to window, and predicts the
/// token after each. Shapes: T time steps, B sequences, V vocabulary; time first. Not safe for use by several threads at once.</summary>
/// <remarks>Tokens are int64, (T, B), T at least 1, values in [0, V); targets, likewise, are the tokens that follow them. A state is that
/// before the window: it is not changed, not disposed, and no gradient flows into it. Results belong to the caller's dispose scope if there
/// is one, else the caller disposes them. A wrong shape or type is an <see cref="ArgumentException"/>. Dropout is active unless the model
/// is in evaluation mode: call <c>eval()</c> before an evaluation and <c>train()</c> after.</remarks>
/// <param name="name">Name of the module.</param>
public abstract class TokenModel(string name) : nn.Module(name)
{
    /// <summary>What decides about the last bits of a step on this kind of device: <c>fused</c>, <c>torch avx512</c>, <c>torch avx2</c>,
    /// <c>torch baseline</c>; <c>torch</c> on a GPU.</summary>
    public abstract string EngineKind { get; }

    /// <summary>The state before the first token of at least 1 sequence: zeros.</summary>
    public abstract RecurrentState ZeroState(int batch);

    /// <summary>One step of truncated back-propagation: forward, mean cross-entropy, backward. Leaves the gradient of this window alone
    /// (nothing is accumulated) in the <c>grad</c> of every parameter; changes no parameter.</summary>
    public abstract StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state);

    /// <summary>The summed loss of a window, without gradient; targets of <see cref="EvaluationResult.NotScored"/> are left out.</summary>
    public abstract EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state);

    /// <summary>Reads a window and predicts the token after it, without gradient.</summary>
    public abstract NextResult Next(Tensor tokens, RecurrentState state);
}
