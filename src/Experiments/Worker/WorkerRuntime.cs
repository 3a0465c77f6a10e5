namespace Sweep.Experiments.Worker;

/// <summary>Settings of the .NET runtime for a process that trains, as environment variables. The node gives them to its workers.</summary>
public static class WorkerRuntime
{
    /// <summary>Names and values.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        // Keeps a worker small: the runtime would let its heap grow by about the size of the processor's last cache before it first
        // collects, though training allocates next to nothing there. 1 MiB (the variable is hexadecimal).
        ["DOTNET_GCgen0size"] = "0x100000",
        // Compiles each method once, and fully. In tiers the first epochs of a process run at half its speed, and compiling everything
        // twice takes time from the same core; the image of the Release build has most methods compiled already.
        ["DOTNET_TieredCompilation"] = "0",
    };

    /// <summary>Takes the settings out of an environment: a program that a worker starts may be .NET too, and not ours to tune.</summary>
    /// <param name="environment">Variables; others, and other values, stay.</param>
    public static void RemoveFrom(IDictionary<string, string?> environment)
    {
        foreach (var (name, value) in Settings)
        {
            if (environment.TryGetValue(name, out var found) && found == value) environment.Remove(name);
        }
    }
}
