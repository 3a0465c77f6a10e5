using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Sweep.Models.Native;

/// <summary>Loads libtorch before TorchSharp is used for the first time. TorchSharp's own search would copy half a gigabyte, or pick an
/// unrelated libtorch of the system and crash; so each library is loaded here by its absolute path.</summary>
public static class Libtorch
{
    /// <summary>Names the folder of another libtorch, such as <c>.../site-packages/torch/lib</c>.</summary>
    public const string Variable = "SWEEP_LIBTORCH";

    /// <summary>Set to <c>allow</c>, it accepts a libtorch of <see cref="Variable"/> that lacks functions:
    /// a process that calls one of them ends at once.</summary>
    public const string MissingVariable = "SWEEP_LIBTORCH_MISSING";

    private static readonly Lock Gate = new();
    private static LibtorchInfo? loaded;

    /// <summary>The version this program was compiled for; another one may have functions of other shapes.</summary>
    public static string RequiredVersion { get; } = Metadata("LibtorchVersion") ?? "unknown";

    /// <summary>Loads libtorch once per process; later calls return what the first found. Safe from any thread.</summary>
    /// <returns>What was loaded and which devices it sees.</returns>
    /// <exception cref="LibtorchException">Nothing usable was found; the message says what, where, and the way out.</exception>
    public static LibtorchInfo Load()
    {
        lock (Gate)
            return loaded ??= LoadFirst();
    }

    private static LibtorchInfo LoadFirst()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new LibtorchException($"Training needs Linux on x64; this is {RuntimeInformation.RuntimeIdentifier}.");
        var place = new LibtorchFinder(
            Environment.GetEnvironmentVariable(Variable),
            Path.Combine(AppContext.BaseDirectory, "libtorch"),
            Metadata("LibtorchFolder")).Find();

        LibtorchPreloader.Load(place);
        var cuda = torch.cuda_is_available();
        var ours = place.Source == LibtorchSource.Environment ? null : RequiredVersion;
        return new LibtorchInfo(
            place.Folder, place.Shim, LibtorchVersion.Of(place.Folder) ?? ours, place.Source, cuda, cuda ? torch.cuda.device_count() : 0);
    }

    private static string? Metadata(string key) => typeof(Libtorch).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == key)?.Value;
}
