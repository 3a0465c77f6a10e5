using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Programs;

/// <summary>Expands the macros of a sweep file's <c>command</c>, which are those of Weights &amp; Biases sweep files. Pure.</summary>
/// <remarks>
/// <c>${args}</c>, <c>${args_no_hyphens}</c>, <c>${args_no_boolean_flags}</c> and <c>${args_no_equals}</c> become one word or more per
/// parameter, so each of them stands alone as a word of the list; <c>${env}</c>, <c>${interpreter}</c>, <c>${program}</c>,
/// <c>${args_json}</c>, <c>${args_json_file}</c> and <c>${envvar:NAME}</c> are replaced wherever they stand. Anything else of this form
/// within a longer word is the program's own (Hydra's <c>${now:%H-%M-%S}</c>) and stays.
/// A parameter without a value (null) is left out.
/// </remarks>
/// <param name="program">Value of the sweep file's <c>program</c> key; null when there is none.</param>
/// <param name="config">The configuration: one value per parameter.</param>
/// <param name="interpreter">What <c>${interpreter}</c> stands for.</param>
/// <param name="jsonFile">File that holds the configuration, for <c>${args_json_file}</c>.</param>
/// <param name="environment">Looks up a variable of the node's environment; null when it is not set.</param>
public sealed partial class CommandLine(
    string? program, JsonObject config, string interpreter, string jsonFile, Func<string, string?> environment)
{
    private const string VariablePrefix = "envvar:";

    /// <summary>The words to execute.</summary>
    /// <exception cref="FormatException">A macro is unknown, cannot be resolved, or does not stand alone; the message names it.</exception>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> command) => [.. command.SelectMany(Words)];

    private IEnumerable<string> Words(string word) => word switch
    {
        "${args}" => Given.Select(pair => $"--{pair.Key}={pair.Value}"),
        "${args_no_hyphens}" => Given.Select(pair => $"{pair.Key}={pair.Value}"),
        "${args_no_equals}" => Given.SelectMany(pair => new[] { $"--{pair.Key}", pair.Value }),
        "${args_no_boolean_flags}" => config.Where(pair => pair.Value is not null).SelectMany(pair => Flag(pair.Key, pair.Value!)),
        _ => [Macro().Replace(word, match => Scalar(word, match.Groups[1].Value))],
    };

    private IEnumerable<KeyValuePair<string, string>> Given =>
        config.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, Text(pair.Value!)));

    private static IEnumerable<string> Flag(string name, JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => [$"--{name}"],
        JsonValueKind.False => [],
        _ => [$"--{name}={Text(value)}"],
    };

    /// <summary>Texts as they are, everything else as JSON writes it: <c>0.5</c>, <c>true</c>, <c>[1,2]</c>.</summary>
    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private string Scalar(string word, string macro) => macro switch
    {
        "env" => "/usr/bin/env",
        "interpreter" => interpreter,
        "program" => program ?? throw new FormatException(
            "the command uses ${program}, but the sweep file has no key 'program'; add it, or remove the macro"),
        "args_json" => config.ToJsonString(),
        "args_json_file" => jsonFile,
        _ when macro.StartsWith(VariablePrefix, StringComparison.Ordinal) => Variable(macro[VariablePrefix.Length..]),
        "args" or "args_no_hyphens" or "args_no_equals" or "args_no_boolean_flags" =>
            throw new FormatException($"${{{macro}}} stands for several words, so it must be a word of its own; found '{word}'"),
        _ when macro.Length + 3 < word.Length => $"${{{macro}}}",
        _ => throw new FormatException($"unknown macro ${{{macro}}} in the command word '{word}'"),
    };

    private string Variable(string name) =>
        environment(name) ?? throw new FormatException(
            $"the command uses ${{envvar:{name}}}, but the environment variable {name} is not set on this node");

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Macro();
}
