using Sweep.Models;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>A trained model that reads a text and says what it expects next.</summary>
internal interface IPredictor : IDisposable
{
    /// <summary>Reads the next tokens, at least one, and gives V unnormalised log probabilities of the token after them.</summary>
    float[] Next(IReadOnlyList<int> tokens);
}

/// <summary>Predicts with a model that carries a state from token to token.</summary>
/// <param name="read">Reads tokens, int64, (T, 1), after a state: unnormalised log probabilities of the token behind, and the state
/// then.</param>
/// <param name="start">The state before the first token.</param>
/// <param name="device">Where it predicts.</param>
/// <param name="owned">What it disposes.</param>
internal sealed class StatefulPredictor(
    Func<Tensor, RecurrentState, (Tensor Scores, RecurrentState State)> read, RecurrentState start, Device device,
    params IDisposable[] owned) : IPredictor
{
    private RecurrentState state = start;

    public float[] Next(IReadOnlyList<int> tokens)
    {
        using var scope = NewDisposeScope();
        var (scores, after) = read(tensor([.. tokens.Select(token => (long)token)], device: device).view(-1, 1), state);
        state.Dispose();
        state = after.DetachFromDisposeScope();
        return scores.view(-1).to(float32).cpu().data<float>().ToArray();
    }

    public void Dispose()
    {
        state.Dispose();
        Array.ForEach(owned, one => one.Dispose());
    }
}
