using System.Text.Json;

namespace Sweep.Experiments.Worker;

/// <summary>What programs are to find of the variables that a node sets for its workers. A program of the user's is not a worker of ours:
/// what its user chose holds there. The node writes it down, and whoever starts a program puts it in place.</summary>
public static class OuterEnvironment
{
    /// <summary>The variable in which a worker finds it; a program does not.</summary>
    public const string Variable = "SWEEP_OUTER_ENVIRONMENT";

    /// <summary>Writes it down.</summary>
    /// <param name="variables">Names with their values for programs; null = not set there.</param>
    /// <returns>A JSON object.</returns>
    public static string Write(IReadOnlyDictionary<string, string?> variables) => JsonSerializer.Serialize(variables);

    /// <summary>Puts it in place, and removes <see cref="Variable"/>.</summary>
    /// <param name="environment">The environment of a program about to start.</param>
    public static void Restore(IDictionary<string, string?> environment)
    {
        if (!environment.Remove(Variable, out var text) || Read(text) is not { } variables) return;
        foreach (var (name, value) in variables)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }
    }

    /// <summary>The value that a program of this worker finds; null when it is not set there.</summary>
    internal static string? Find(string name) =>
        Read(Environment.GetEnvironmentVariable(Variable))?.TryGetValue(name, out var value) == true
            ? value : Environment.GetEnvironmentVariable(name);

    private static Dictionary<string, string?>? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<Dictionary<string, string?>>(text);
        }
        catch (JsonException)
        {
            // Not of a node of this release.
            return null;
        }
    }
}
