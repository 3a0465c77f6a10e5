using System.Text.Json;

namespace Sweep.Reports.Text;

/// <summary>Names of enumerations for people and scripts.</summary>
public static class EnumText
{
    /// <summary><c>OutOfMemory</c> as <c>out_of_memory</c>.</summary>
    public static string SnakeCase<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
