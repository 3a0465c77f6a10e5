using System.Text.Json;

namespace Sweep.Contracts.Text;

/// <summary>Names of enumerations in snake case: in the ledger, the worker protocol, metrics and what people and scripts read.</summary>
public static class EnumText
{
    /// <summary><c>OutOfMemory</c> as <c>out_of_memory</c>.</summary>
    public static string SnakeCase<T>(this T value) where T : struct, Enum => Names<T>.Texts[value];

    /// <summary>The value of a name in snake case; the message of an error says what it names, such as <c>status</c>.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static T Parse<T>(string name, string what) where T : struct, Enum =>
        Names<T>.Values.TryGetValue(name, out var value) ? value : throw new FormatException($"there is no {what} '{name}'");

    // Read for every row of a ledger.
    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Texts =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> Values = Texts.ToDictionary(pair => pair.Value, pair =>
            pair.Key, StringComparer.Ordinal);
    }
}
