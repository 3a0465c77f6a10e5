namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Content of a safetensors file.</summary>
/// <param name="Tensors">Tensors by name.</param>
/// <param name="Metadata">Free text by name.</param>
public sealed record SafeTensorsFile(IReadOnlyDictionary<string, TensorData> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>True when it was read and the hash in it covers all of it.</summary>
    public bool IsChecked { get; init; }
}
