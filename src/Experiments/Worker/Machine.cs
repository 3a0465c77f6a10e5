using System.Reflection;
using System.Runtime.InteropServices;

namespace Sweep.Experiments.Worker;

/// <summary>What this process runs on, by name.</summary>
internal static class Machine
{
    /// <summary>Version of this program, such as <c>0.2.0</c>; of a build between releases with the commit behind it.</summary>
    public static string? SweepVersion { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>Name of the processor as Linux tells it, else its kind: <c>X64</c>.</summary>
    public static string Processor { get; } =
        ValueOf("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The models of the GPUs that NVIDIA's driver lists, each once; null where it lists none.</summary>
    public static string? NvidiaModels(string listed = "/proc/driver/nvidia/gpus")
    {
        if (!Directory.Exists(listed)) return null;
        var models = Directory.EnumerateDirectories(listed)
            .Select(gpu => ValueOf(Path.Combine(gpu, "information"), "Model")).OfType<string>();
        return string.Join(", ", models.Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : null;
    }

    /// <summary>The value behind the colon of the first line that begins so.</summary>
    private static string? ValueOf(string file, string key)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line?.Split(':', 2) is [_, var value] ? value.Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
