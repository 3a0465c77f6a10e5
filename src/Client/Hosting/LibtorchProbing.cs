using System.Text.Json;
using Sweep.Experiments.BuiltIn;
using Sweep.Models.Native;
using Sweep.Models.Runtime;
using Sweep.Reports.Tables;

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

    /// <summary><see cref="Devices"/> with their memory.</summary>
    public GpuList Gpus => new([.. Devices.Select((_, index) => DeviceMemory.ElementAtOrDefault(index))], "libtorch");
}

/// <summary>Both sides of the look at libtorch: <c>sweep worker --probe</c> prints what it finds, and whoever asks reads it.</summary>
public static class LibtorchProbing
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Loads libtorch in this process and prints the probe as one JSON line.</summary>
    public static void Print(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(Look(), JsonLines.Options));

    /// <summary>Starts this program once more to look; its crash or silence becomes the problem.</summary>
    public static async Task<LibtorchProbe> InAnotherProcess()
    {
        if (await SelfProcess.Run([WorkerHost.Verb, "--probe"], Limit) is not var (code, output, error))
            return new LibtorchProbe { Problem = $"it did not load within {Limit.TotalSeconds:F0} seconds" };
        return code == 0 ? JsonSerializer.Deserialize<LibtorchProbe>(output, JsonLines.Options)!
            : new LibtorchProbe { Problem = $"the process that loaded it ended with code {code}: {error.Trim().Split('\n')[^1]}" };
    }

    private static LibtorchProbe Look()
    {
        try
        {
            var info = Libtorch.Load();
            return new LibtorchProbe
            {
                Version = info.Version,
                Folder = info.Folder,
                Source = info.Source switch
                {
                    LibtorchSource.Environment => $"named by {Libtorch.Variable}",
                    LibtorchSource.Published => "beside the program",
                    _ => "of the build",
                },
                Devices = DeviceInventory.Describe(),
                DeviceMemory = DeviceInventory.MemoryBytes(),
            };
        }
        catch (LibtorchException e)
        {
            return new LibtorchProbe { Problem = e.Message };
        }
    }
}
