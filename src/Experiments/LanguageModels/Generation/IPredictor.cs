using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>A trained model that reads a text and says what it expects next.</summary>
internal interface IPredictor : IDisposable
{
    /// <summary>Reads on.</summary>
    /// <param name="tokens">The next tokens, at least one.</param>
    /// <returns>V unnormalised log probabilities of the token after them.</returns>
    float[] Next(IReadOnlyList<int> tokens);
}

/// <summary>Predicts with a model that learnt by gradients; owns it.</summary>
internal sealed class GradientPredictor(TokenModel model, Device device) : IPredictor
{
    private RecurrentState state = model.ZeroState(1);

    /// <inheritdoc cref="IModelKind.Load"/>
    public static GradientPredictor Load(
        IGradientKind kind, LanguageModelTrialOptions options, TrialCheckpoint checkpoint, int vocabulary, Device device)
    {
        CheckpointWeights.RequireSize(checkpoint, kind.Size(options, vocabulary));
        var model = kind.Build(options, vocabulary, device);
        CheckpointWeights.Fill(model, checkpoint);
        model.eval();
        return new GradientPredictor(model, device);
    }

    public float[] Next(IReadOnlyList<int> tokens)
    {
        using var scope = NewDisposeScope();
        var next = model.Next(tensor([.. tokens.Select(token => (long)token)], device: device).view(-1, 1), state);
        state.Dispose();
        state = next.State;
        foreach (var (_, tensor) in state.Named()) tensor.DetachFromDisposeScope();
        return next.Logits.view(-1).cpu().data<float>().ToArray();
    }

    public void Dispose()
    {
        state.Dispose();
        model.Dispose();
    }
}
