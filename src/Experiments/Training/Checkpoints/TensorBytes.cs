using System.Runtime.InteropServices;
using Sweep.Contracts;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Between tensors of libtorch and <see cref="TensorData"/>.</summary>
public static class TensorBytes
{
    /// <summary>A copy of a tensor's numbers on the host. Waits for a GPU.</summary>
    /// <param name="tensor">The tensor, on any device.</param>
    /// <param name="room">Takes the copy when it has the right length; null = new memory.</param>
    /// <exception cref="TrialException">It is larger than 2 GiB, which no checkpoint can hold.</exception>
    /// <exception cref="NotSupportedException">Its element type has no place in a checkpoint.</exception>
    public static TensorData Read(Tensor tensor, byte[]? room = null)
    {
        var bytes = tensor.numel() * tensor.element_size();
        if (bytes > Array.MaxLength)
        {
            throw new TrialException(AttemptOutcome.BadInput,
                $"a tensor of the model has {bytes:N0} bytes, a checkpoint holds tensors of at most {Array.MaxLength:N0}; make hidden, " +
                    "input or the vocabulary smaller");
        }
        using var scope = NewDisposeScope();
        var host = tensor.detach().cpu().contiguous();
        if (room?.Length != bytes) room = new byte[bytes];
        host.bytes.CopyTo(room);
        return new TensorData(NameOf(tensor.dtype), [.. tensor.shape], room);
    }

    /// <summary>Finds the numbers for an existing tensor.</summary>
    /// <exception cref="InvalidDataException">They are missing, or of another type or shape.</exception>
    public static TensorData Find(IReadOnlyDictionary<string, TensorData> tensors, string name, Tensor target) =>
        Find(tensors, name, NameOf(target.dtype), target.shape);

    /// <exception cref="InvalidDataException">They are missing, or of another type or shape.</exception>
    internal static TensorData Find(
        IReadOnlyDictionary<string, TensorData> tensors, string name, string type, IReadOnlyList<long> shape)
    {
        if (!tensors.TryGetValue(name, out var data)) throw new InvalidDataException($"it has no tensor '{name}'");
        if (data.DType != type || !data.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException($"its tensor '{name}' is {data.DType} ({string.Join(", ", data.Shape)}), "
                + $"expected {type} ({string.Join(", ", shape)})");
        }
        return data;
    }

    /// <summary>Writes numbers into an existing tensor, for which they were found.</summary>
    public static void Write(TensorData data, Tensor target)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var host = empty([.. data.Shape], target.dtype);
        host.bytes = data.Bytes.ToArray();
        target.copy_(host);
    }

    private static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        ScalarType.BFloat16 => "BF16",
        ScalarType.Int64 => "I64",
        _ => throw new NotSupportedException($"expected float, double, bfloat16 or int64, found {type}"),
    };
}

/// <summary>Copies of named numbers on the host, in memory that is taken once: the next copy of a tensor overwrites the one before. A fresh
/// copy each epoch would leave the older ones to a collector that is in no hurry, and a trial would take several times what it
/// holds.</summary>
public sealed class TensorCopies
{
    private readonly Dictionary<string, TensorData> copies = new(StringComparer.Ordinal);

    /// <summary>Copies numbers. What an earlier call returned is overwritten.</summary>
    /// <inheritdoc cref="TensorBytes.Read" path="/exception"/>
    public Dictionary<string, TensorData> Take(IEnumerable<SavedNumbers> numbers)
    {
        var taken = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var one in numbers) taken.Add(one.Name, copies[one.Name] = one.Read(Room(one.Name)));
        return taken;
    }

    private byte[]? Room(string name) =>
        copies.TryGetValue(name, out var older) && MemoryMarshal.TryGetArray(older.Bytes, out var room) ? room.Array : null;
}
