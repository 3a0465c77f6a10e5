using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

/// <summary>Small files in memory.</summary>
internal static class SafeTensorsBytes
{
    public static byte[] Write(SafeTensorsFile content)
    {
        using var file = new MemoryStream();
        SafeTensors.Write(content, file);
        return file.ToArray();
    }

    public static SafeTensorsFile Read(ReadOnlyMemory<byte> file) => SafeTensors.Read(new MemoryStream(file.ToArray(), writable: false));
}
