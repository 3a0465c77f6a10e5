using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sweep.Client.Rendering;

/// <summary>JSON settings of everything that programs read: snake_case keys, absent values as null; one object per line.</summary>
public static class JsonLines
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The same over several lines, for one object that is the whole output.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };
}
