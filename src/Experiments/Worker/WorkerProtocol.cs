using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>The worker protocol's version and its JSON form: snake_case keys, one object per line, no line breaks inside.</summary>
public static class WorkerProtocol
{
    /// <summary>Raised when a message changes its meaning; added optional keys do not raise it.</summary>
    public const int Version = 1;

    private const int LongestQuote = 200;

    /// <summary>JSON settings of every message.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>One line for the worker's standard input, without the line break.</summary>
    public static string Write(WorkerCommand command) => JsonSerializer.Serialize(command, Json);

    /// <summary>One line for the worker's standard output, without the line break.</summary>
    public static string Write(TrialEvent message) => JsonSerializer.Serialize(message, Json);

    /// <summary>Reads a line of the worker's standard input.</summary>
    /// <exception cref="JsonException">Not a message of the protocol.</exception>
    public static WorkerCommand ReadCommand(string line) =>
        Read<WorkerCommand>(line) ?? throw new JsonException("expected a command, found null");

    /// <summary>Reads a line of the worker's standard output; null when the line is not a message of the protocol. <see cref="EventRules"/>
    /// says whether its numbers make sense.</summary>
    public static TrialEvent? TryReadEvent(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            var said = Read<TrialEvent>(line);
            return said is TrialProgress sign ? EventRules.Tidy(sign) : said;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">Whatever is wrong: the library has other exceptions for some of it, as half a character.</exception>
    private static T? Read<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json);
        }
        catch (Exception e)
            when (e is NotSupportedException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <summary>A line that breaks a rule, in words; without a problem, one that cannot be read at all.</summary>
    public static string BadLine(string who, string line, string? problem) =>
        $"{who} wrote a line that is no message of the worker protocol{(problem is null ? "" : $" ({problem})")}: " +
            $"{(line.Length <= LongestQuote ? line : line[..LongestQuote] + "…")}";
}
