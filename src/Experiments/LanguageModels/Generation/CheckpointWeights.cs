using Sweep.Experiments.Training.Checkpoints;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>Gives models the numbers of a checkpoint.</summary>
internal static class CheckpointWeights
{
    /// <summary>A model with the numbers of a trial's checkpoint, in evaluation mode, of the size that the configuration
    /// describes.</summary>
    /// <exception cref="InvalidDataException">It has more or fewer numbers, one is missing, or has another shape.</exception>
    public static T Load<T>(TrialCheckpoint checkpoint, long size, Func<T> build)
        where T : nn.Module
    {
        // A small file must not make us build a model that no memory holds.
        var found = checkpoint.Tensors.Where(t => t.Key.StartsWith("model.", StringComparison.Ordinal))
            .Sum(t => t.Value.Bytes.Length / (long)sizeof(float));
        if (found != size)
            throw new InvalidDataException($"its configuration is of a model with {size:N0} numbers, and it has {found:N0}");
        var model = build();
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

        model.eval();
        return model;
    }
}
