using Sweep.Experiments.Data;
using Sweep.Models;
using Sweep.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.ThroughTime;

/// <summary>Back-propagation through n windows that follow each other, with the activations of one: all are read forward without gradient,
/// then read again from the last to the first, each with the gradient that comes from the one behind it. About 2 sqrt(n) states are kept
/// (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): every sqrt(n)-th of the way forward, and those between two of them,
/// which are made again.</summary>
/// <remarks>After the last step the gradients are in the <c>grad</c> of the parameters.</remarks>
/// <param name="model">The model; not changed.</param>
/// <param name="window">Window by number, 0 to <paramref name="count"/> - 1. Called again for each reading, so what is random in one
/// must be seeded by its number.</param>
/// <param name="count">Number of windows, at least 1.</param>
/// <param name="before">State before the first; must not change before the last step.</param>
public sealed class WindowChain(LanguageModel model, Func<int, Batch> window, int count, RecurrentState before) : IDisposable
{
    private readonly int spacing = (int)Math.Ceiling(Math.Sqrt(count));
    private readonly Dictionary<int, RecurrentState> states = new() { [0] = before.Detach().DetachFromDisposeScope() };
    private RecurrentState? gradient;

    /// <summary>What a window's mean loss counts.</summary>
    public double Share { get; init; } = 1;

    /// <summary>What the gradient is multiplied by between two windows.</summary>
    public double Pass { get; init; } = 1;

    /// <summary>Steps taken: a window forward or backward each.</summary>
    public int Done { get; private set; }

    /// <summary>True after the last step.</summary>
    public bool IsDone => Done == 2 * count;

    /// <summary>State after the last window, once all are read; belongs to this chain.</summary>
    public RecurrentState End => states[count];

    /// <summary>States that are kept now.</summary>
    public int Kept => states.Count;

    /// <summary>Takes one step.</summary>
    /// <returns>Mean nats per token of the window that was read forward, double, (), in the caller's dispose scope; null when one was read
    /// backward.</returns>
    public Tensor? Next()
    {
        var step = Done++;
        if (step < count) return Forward(step);
        if (step == count) model.zero_grad();
        Backward((2 * count) - 1 - step);
        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var state in states.Values) state.Dispose();
        gradient?.Dispose();
        states.Clear();
        gradient = null;
    }

    private Tensor Forward(int number)
    {
        using var scope = NewDisposeScope();
        var batch = window(number);
        var result = model.Evaluate(batch.X, batch.Y, states[number]);
        states[number + 1] = result.State.DetachFromDisposeScope();
        if (number % spacing != 0) Drop(number);
        using Scalar tokens = batch.Y.numel();
        return result.SumNats.div(tokens).MoveToOuterDisposeScope();
    }

    private void Backward(int number)
    {
        using var scope = NewDisposeScope();
        if (!states.ContainsKey(number)) Remake(number);
        var batch = window(number);
        var before = model.BackThrough(batch.X, batch.Y, states[number], gradient, Share);
        gradient?.Dispose();
        using Scalar factor = Pass;
        gradient = before.With([.. before.Tensors.Select(tensor => tensor.mul(factor))]).DetachFromDisposeScope();
        Drop(number);
    }

    /// <summary>Makes the states from the last kept one to this one again.</summary>
    private void Remake(int number)
    {
        for (var at = number / spacing * spacing; at < number; at++)
        {
            using var scope = NewDisposeScope();
            var batch = window(at);
            states[at + 1] = model.Next(batch.X, states[at]).State.DetachFromDisposeScope();
        }
    }

    private void Drop(int number)
    {
        states[number].Dispose();
        states.Remove(number);
    }
}
