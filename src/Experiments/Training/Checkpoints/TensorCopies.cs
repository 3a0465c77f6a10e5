using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>
/// Copies of named tensors on the host, in memory that is taken once: the next copy of a tensor overwrites the one before. A fresh copy each epoch
/// would leave the older ones to a collector that is in no hurry, and a trial would take several times what it holds.
/// </summary>
public sealed class TensorCopies
{
    private readonly Dictionary<string, TensorData> copies = new(StringComparer.Ordinal);

    /// <summary>Copies the tensors. What an earlier call returned is overwritten.</summary>
    /// <inheritdoc cref="TensorBytes.Read" path="/exception"/>
    public Dictionary<string, TensorData> Take(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var taken = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors) taken.Add(name, copies[name] = TensorBytes.Read(tensor, Room(name)));
        return taken;
    }

    private byte[]? Room(string name) =>
        copies.TryGetValue(name, out var older) && MemoryMarshal.TryGetArray(older.Bytes, out var room) ? room.Array : null;
}
