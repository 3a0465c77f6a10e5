using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Worker;

/// <summary>The worker protocol's version and its JSON form: snake_case keys, one object per line, no line breaks inside.</summary>
public static class WorkerProtocol
{
    /// <summary>Raised when a message changes its meaning; added optional keys do not raise it.</summary>
    public const int Version = 1;

    /// <summary>JSON settings of every message.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>One line for the worker's standard input, without the line break.</summary>
    public static string Write(WorkerCommand command) => JsonSerializer.Serialize(command, Json);

    /// <summary>One line for the worker's standard output, without the line break.</summary>
    public static string Write(TrialEvent message) => JsonSerializer.Serialize(message, Json);

    /// <summary>Reads a line of the worker's standard input.</summary>
    /// <exception cref="JsonException">Not a message of the protocol.</exception>
    public static WorkerCommand ReadCommand(string line) =>
        Read<WorkerCommand>(line) ?? throw new JsonException("expected a command, found null");

    /// <summary>Reads a line of the worker's standard output; null when the line is not a message of the protocol.</summary>
    public static TrialEvent? TryReadEvent(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            return Read<TrialEvent>(line) is { } message && IsFinite(message) ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // JSON has no infinity, but a number such as 1e400 is read as one, and could not be written again.
    private static bool IsFinite(TrialEvent message) => message switch
    {
        TrialReport report => double.IsFinite(report.Seconds) && report.Metrics.Values.All(double.IsFinite),
        TrialProgress progress => double.IsFinite(progress.Fraction) && double.IsFinite(progress.TokensPerSecond) && double.IsFinite(progress.TrainPerplexity ?? 0),
        _ => true,
    };

    /// <exception cref="JsonException">Whatever is wrong with the line: the library has other exceptions for some of it, such as half of a character.</exception>
    private static T? Read<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
