using System.Runtime.InteropServices;
using Sweep.Contracts;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Numbers of a session that a checkpoint holds under a name.</summary>
public abstract class SavedNumbers(string name)
{
    /// <summary>Their name in the checkpoint.</summary>
    public string Name => name;

    /// <summary>A copy of them on the host.</summary>
    /// <param name="room">Takes the copy when it has the right length; null = new memory.</param>
    /// <exception cref="TrialException">They are larger than 2 GiB, which no checkpoint can hold.</exception>
    /// <exception cref="NotSupportedException">Their element type has no place in a checkpoint.</exception>
    public abstract TensorData Read(byte[]? room);

    /// <summary>Finds their like in a checkpoint.</summary>
    /// <exception cref="InvalidDataException">It is missing, or of another type or shape.</exception>
    public abstract TensorData Find(IReadOnlyDictionary<string, TensorData> tensors);

    /// <summary>Takes over the numbers of a checkpoint, for which <see cref="Find"/> found no fault.</summary>
    public abstract void Write(TensorData data);
}

/// <summary>A tensor of libtorch.</summary>
public sealed class SavedTensor(string name, Tensor tensor) : SavedNumbers(name)
{
    /// <inheritdoc />
    public override TensorData Read(byte[]? room) => TensorBytes.Read(tensor, room);

    /// <inheritdoc />
    public override TensorData Find(IReadOnlyDictionary<string, TensorData> tensors) => TensorBytes.Find(tensors, Name, tensor);

    /// <inheritdoc />
    public override void Write(TensorData data) => TensorBytes.Write(data, tensor);
}

/// <summary>An array of this process's memory.</summary>
public sealed class SavedArray(string name, Array numbers) : SavedNumbers(name)
{
    private IReadOnlyList<long> Shape => [.. Enumerable.Range(0, numbers.Rank).Select(numbers.GetLongLength)];

    /// <inheritdoc />
    public override TensorData Read(byte[]? room)
    {
        var type = TypeOf();
        var bytes = TensorData.Length(type, Shape)!.Value;
        if (bytes > Array.MaxLength)
        {
            throw new TrialException(
                AttemptOutcome.BadInput,
                $"the array '{Name}' has {bytes:N0} bytes, a checkpoint holds arrays of at most {Array.MaxLength:N0}; save it in parts");
        }

        if (room?.Length != bytes) room = new byte[bytes];
        Buffer.BlockCopy(numbers, 0, room, 0, room.Length);
        return new TensorData(type, Shape, room);
    }

    /// <inheritdoc />
    public override TensorData Find(IReadOnlyDictionary<string, TensorData> tensors) => TensorBytes.Find(tensors, Name, TypeOf(), Shape);

    /// <inheritdoc />
    public override void Write(TensorData data) => data.Bytes.Span.CopyTo(
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(numbers), data.Bytes.Length));

    private string TypeOf() => numbers.GetType().GetElementType() switch
    {
        { } type when type == typeof(double) => "F64",
        { } type when type == typeof(float) => "F32",
        { } type when type == typeof(long) => "I64",
        var type => throw new NotSupportedException($"the array '{Name}' is of {type?.Name}; a checkpoint holds double, float and long"),
    };
}
