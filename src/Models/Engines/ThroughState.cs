using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Gradients that leave a window by the state before it, by libtorch's autograd, on any device.</summary>
/// <param name="forward">Logits, (T*B, V), and the state after a window, both with gradient.</param>
internal sealed class ThroughState(Func<Tensor, RecurrentState, (Tensor Logits, RecurrentState State)> forward)
{
    /// <summary>See <c>LanguageModel.BackThrough</c>.</summary>
    public RecurrentState Back(Tensor tokens, Tensor targets, RecurrentState state, RecurrentState? after, double share)
    {
        using var scope = NewDisposeScope();
        using Scalar part = share;

        var before = Leaf(state);
        var (logits, end) = forward(tokens, before);                                            // (T*B, V)
        var loss = nn.functional.cross_entropy(logits, targets.reshape(-1)).mul(part);          // ()
        if (after is not null)
        {
            // The derivative of this sum with respect to the end is the gradient that comes from behind.
            foreach (var (value, gradient) in end.Tensors.Zip(after.Tensors))
                loss = loss.Plus(value.mul(gradient).sum());
        }

        loss.backward();
        return state.With([.. before.Tensors.Select(tensor => tensor.grad!.MoveToOuterDisposeScope())]);
    }

    /// <summary>See <c>LanguageModel.StateGradients</c>.</summary>
    public IReadOnlyList<RecurrentState> OfLastStep(Tensor tokens, Tensor targets, RecurrentState state, IReadOnlyList<int> lags)
    {
        using var scope = NewDisposeScope();

        var steps = tokens.shape[0];
        var states = new List<RecurrentState> { Leaf(state) };
        var logits = tokens;
        for (var t = 0; t < steps; t++)
        {
            // Step by step, since libtorch's modules do not show the states within a window.
            (logits, var next) = forward(tokens.narrow(0, t, 1), states[t]);                    // (B, V)
            states.Add(next);
        }

        var loss = nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum);   // ()
        var wanted = lags.Select(lag => states[(int)steps - lag]).ToList();
        var found = autograd.grad([loss], [.. wanted.SelectMany(at => at.Tensors)]);
        return [.. found.Select(tensor => tensor.MoveToOuterDisposeScope()).Chunk(state.Tensors.Count).Select(part => state.With(part))];
    }

    private static RecurrentState Leaf(RecurrentState state)
    {
        var leaf = state.Detach();
        foreach (var tensor in leaf.Tensors)
            tensor.requires_grad = true;
        return leaf;
    }
}
