using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sweep.Contracts;

/// <summary>What made the numbers of an attempt: whoever compares two looks here first. null = not known, or there is none.</summary>
[GenerateSerializer, Immutable, Alias("sweep.made-by")]
public sealed record MadeBy
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Version of Sweep.</summary>
    [Id(0)] public string? Sweep { get; init; }

    /// <summary>Which code computed the steps of our own training: <c>fused</c> or <c>torch</c>.</summary>
    [Id(1)] public string? Engine { get; init; }

    /// <summary>Instruction set of that code on a processor: <c>avx512</c>, <c>avx2</c> or <c>baseline</c>.</summary>
    [Id(2)] public string? Instructions { get; init; }

    /// <summary>Version of the libtorch that was loaded.</summary>
    [Id(3)] public string? Libtorch { get; init; }

    /// <summary>Name of the processor.</summary>
    [Id(4)] public string? Processor { get; init; }

    /// <summary>Name of the GPU, on the slot of one.</summary>
    [Id(5)] public string? Gpu { get; init; }

    /// <summary>Threads it computed with; for a program what <c>OMP_NUM_THREADS</c> says.</summary>
    [Id(6)] public int? Threads { get; init; }

    /// <summary>What ran a program: the file that is executed first, links followed in parentheses.</summary>
    [Id(7)] public string? Interpreter { get; init; }

    /// <summary>Commit of the git repository that a program ran in.</summary>
    [Id(8)] public string? Commit { get; init; }

    /// <summary>True when tracked files of it were changed since then.</summary>
    [Id(9)] public bool? Changed { get; init; }

    /// <summary>Command line of a program: each word as a shell would need it, at most 4,000 characters.</summary>
    [Id(10)] public string? Command { get; init; }

    /// <summary>Assembly of an experiment of one's own: the name of its file and the id of that build.</summary>
    [Id(11)] public string? Assembly { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote; null for null.</summary>
    public static MadeBy? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<MadeBy>(json, Options);

    /// <summary>As a JSON object, without what is null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Names and values in words, without the command line: <c>sweep 0.2.0</c>, <c>threads 1</c>.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        (string, string?)[] parts =
        [
            ("sweep", Sweep), ("engine", Engine), ("instructions", Instructions), ("libtorch", Libtorch), ("processor", Processor),
            ("gpu", Gpu), ("threads", Threads?.ToString()), ("interpreter", Interpreter),
            ("commit", Changed == true ? $"{Commit} and changes" : Commit), ("assembly", Assembly),
        ];
        return parts.Where(part => part.Item2 is not null).Select(part => (part.Item1, part.Item2!));
    }
}
