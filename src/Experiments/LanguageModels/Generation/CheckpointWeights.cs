using Sweep.Experiments.Training.Checkpoints;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>Gives models the numbers of a checkpoint.</summary>
internal static class CheckpointWeights
{
    /// <summary>A small file must not make us build a model that no memory holds.</summary>
    /// <param name="checkpoint">A trial's.</param>
    /// <param name="expected">Numbers of the model that its configuration describes.</param>
    /// <exception cref="InvalidDataException">It has more or fewer.</exception>
    public static void RequireSize(TrialCheckpoint checkpoint, long expected)
    {
        var found = checkpoint.Tensors.Where(t => t.Key.StartsWith("model.", StringComparison.Ordinal))
            .Sum(t => t.Value.Bytes.Length / (long)sizeof(float));
        if (found != expected)
            throw new InvalidDataException($"its configuration is of a model with {expected:N0} numbers, and it has {found:N0}");
    }

    /// <summary>Writes the numbers over those of a model; disposes it when they do not fit.</summary>
    /// <exception cref="InvalidDataException">One is missing, or has another shape.</exception>
    public static void Fill(nn.Module model, TrialCheckpoint checkpoint)
    {
        try
        {
            foreach (var (name, parameter) in model.named_parameters())
                TensorBytes.Write(TensorBytes.Find(checkpoint.Tensors, $"model.{name}", parameter), parameter);
        }
        catch (InvalidDataException)
        {
            model.Dispose();
            throw;
        }
    }
}
