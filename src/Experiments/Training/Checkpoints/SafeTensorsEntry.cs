using System.Text.Json.Nodes;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Begin">First byte behind the header.</param>
/// <param name="End">First byte that is not its own.</param>
internal sealed record SafeTensorsEntry(string Name, string DType, IReadOnlyList<long> Shape, long Begin, long End)
{
    public long Length => End - Begin;

    /// <exception cref="InvalidDataException">Not an entry, or one of a size that contradicts itself or is above 2 GiB.</exception>
    public static SafeTensorsEntry Read(string name, JsonNode? entry)
    {
        try
        {
            var dtype = entry!["dtype"]!.GetValue<string>();
            var shape = entry["shape"]!.AsArray().Select(d => d!.GetValue<long>()).ToArray();
            var read = new SafeTensorsEntry(name, dtype, shape, entry["data_offsets"]![0]!.GetValue<long>(), entry["data_offsets"]![1]!.GetValue<long>());
            if (read.Begin < 0 || read.End < read.Begin || TensorData.Length(dtype, shape) != read.Length)
                throw new InvalidDataException($"its tensor '{name}' does not fit the file: it is cut off or damaged");
            return read.Length <= Array.MaxLength ? read : throw new InvalidDataException($"its tensor '{name}' has {read.Length:N0} bytes, at most {Array.MaxLength:N0} are read");
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"its entry for the tensor '{name}' is not as safetensors describes it", e);
        }
    }
}
