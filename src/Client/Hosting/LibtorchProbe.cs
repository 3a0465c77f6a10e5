namespace Sweep.Client.Hosting;

/// <summary>What a separate process found when it loaded libtorch; a crash there is an answer, not our end.</summary>
public sealed record LibtorchProbe
{
    /// <summary>Why it could not be loaded; null when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>libtorch's version; null where nothing tells.</summary>
    public string? Version { get; init; }

    /// <summary>Folder of the loaded library.</summary>
    public string? Folder { get; init; }

    /// <summary>Why that folder was taken.</summary>
    public string? Source { get; init; }

    /// <summary>CUDA devices, by number.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Bytes of each of <see cref="Devices"/>, by number; 0 where the driver does not tell.</summary>
    public IReadOnlyList<long> DeviceMemory { get; init; } = [];

    /// <summary>Bytes of a device named <c>cuda:N</c>; 0 = unknown.</summary>
    public long MemoryOf(string device) =>
        device.Split(':') is ["cuda", var number] && int.TryParse(number, out var index) && index < DeviceMemory.Count ? DeviceMemory[index] : 0;
}
