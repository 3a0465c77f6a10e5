using System.Globalization;
using System.Text.Json;

namespace Sweep.Experiments.Catalog;

/// <summary>Short forms to declare parameters; the default is taken from the options record, so that it is written once.</summary>
public static class ParameterDefinitions
{
    /// <summary>A whole number within inclusive bounds (null = no bound).</summary>
    public static ParameterDefinition Integer(string name, long preset, long? min, long? max, string summary) =>
        Of(name, ParameterKind.Integer, preset.ToString(CultureInfo.InvariantCulture), summary) with { Min = min, Max = max };

    /// <summary>A finite real number within inclusive bounds (null = no bound).</summary>
    public static ParameterDefinition Real(string name, double preset, double? min, double? max, string summary) =>
        Of(name, ParameterKind.Real, preset.ToString(CultureInfo.InvariantCulture), summary) with { Min = min, Max = max };

    /// <summary>One of the words of an enumeration, written in kebab case.</summary>
    public static ParameterDefinition Choice<T>(string name, T preset, string summary) where T : struct, Enum =>
        Choice(name, [.. Enum.GetValues<T>().Select(Word)], Word(preset), summary);

    /// <summary>One of these words.</summary>
    public static ParameterDefinition Choice(string name, IReadOnlyList<string> choices, string preset, string summary) =>
        Of(name, ParameterKind.Choice, preset, summary) with { Choices = choices };

    /// <summary>Either one word, the default, or a whole number within inclusive bounds.</summary>
    public static ParameterDefinition OrInteger(string name, string word, long min, long? max, string summary) =>
        Of(name, ParameterKind.ChoiceOrInteger, word, summary) with { Choices = [word], Min = min, Max = max };

    /// <summary>true or false.</summary>
    public static ParameterDefinition Boolean(string name, bool preset, string summary) =>
        Of(name, ParameterKind.Boolean, preset ? "true" : "false", summary);

    /// <summary>Free text.</summary>
    public static ParameterDefinition Text(string name, string preset, string summary) => Of(name, ParameterKind.Text, preset, summary);

    /// <summary>The word of an enumeration's value in a sweep file: <c>NativeAbort</c> is <c>native-abort</c>.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static ParameterDefinition Of(string name, ParameterKind kind, string preset, string summary) =>
        new() { Name = name, Kind = kind, Default = preset, Summary = summary };
}
