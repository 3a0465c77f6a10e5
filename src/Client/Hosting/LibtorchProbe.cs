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
}
