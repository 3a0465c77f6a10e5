using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Experiments.Catalog;

namespace Sweep.Experiments.Programs;

/// <summary>Expands the macros of a sweep file's <c>command</c>, which are those of Weights &amp; Biases sweep files. Pure.</summary>
/// <remarks><c>${args}</c>, <c>${args_no_hyphens}</c>, <c>${args_no_boolean_flags}</c> and <c>${args_no_equals}</c> become one word or more
/// per parameter, so each of them stands alone as a word of the list; <c>${env}</c>, <c>${interpreter}</c>, <c>${program}</c>,
/// <c>${args_json}</c>, <c>${args_json_file}</c> and <c>${envvar:NAME}</c> are replaced wherever they stand. Anything else of this form
/// within a longer word is the program's own (Hydra's <c>${now:%H-%M-%S}</c>) and stays. Values are written as Python writes them; a group
/// of parameters is one value, a map. Ours, with a word for each parameter of a group under its dotted name: <c>${args_dotted}</c>,
/// <c>${args_dotted_no_hyphens}</c> and <c>${args_dotted_no_equals}</c>.</remarks>
/// <param name="program">Value of the sweep file's <c>program</c> key; null when there is none.</param>
/// <param name="config">The configuration: one value per parameter, groups as objects.</param>
/// <param name="dotted">The same with parameters of groups under their dotted names.</param>
/// <param name="interpreter">What <c>${interpreter}</c> stands for.</param>
/// <param name="jsonFile">File that holds the configuration, for <c>${args_json_file}</c>.</param>
/// <param name="environment">Looks up a variable of the node's environment; null when it is not set.</param>
public sealed class CommandLine(
    string? program, JsonObject config, JsonObject dotted, string interpreter, string jsonFile, Func<string, string?> environment)
{
    /// <summary>The words to execute.</summary>
    /// <exception cref="FormatException">A macro is unknown, cannot be resolved, or does not stand alone; the message names it.</exception>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> command) => [.. command.SelectMany(Words)];

    private IEnumerable<string> Words(string word) => word switch
    {
        "${args}" => Arguments(config, "--"),
        "${args_no_hyphens}" => Arguments(config, ""),
        "${args_no_equals}" => Pairs(config),
        "${args_no_boolean_flags}" => config.SelectMany(pair => Flag(pair.Key, pair.Value)),
        "${args_dotted}" => Arguments(dotted, "--"),
        "${args_dotted_no_hyphens}" => Arguments(dotted, ""),
        "${args_dotted_no_equals}" => Pairs(dotted),
        _ => [CommandMacros.Replace(word, macro => Scalar(word, macro))],
    };

    private static IEnumerable<string> Arguments(JsonObject config, string hyphens) =>
        config.Select(pair => $"{hyphens}{pair.Key}={PythonText.Str(pair.Value)}");

    private static IEnumerable<string> Pairs(JsonObject config) =>
        config.SelectMany(pair => new[] { $"--{pair.Key}", PythonText.Str(pair.Value) });

    private static IEnumerable<string> Flag(string name, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => [$"--{name}"],
        JsonValueKind.False => [],
        _ => [$"--{name}={PythonText.Str(value)}"],
    };

    private string? Scalar(string word, string macro) => macro switch
    {
        "env" => "/usr/bin/env",
        "interpreter" => interpreter,
        "program" => program ?? throw new FormatException(
            "the command uses ${program}, but the sweep file has no key 'program'; add it, or remove the macro"),
        "args_json" => PythonText.Json(config),
        "args_json_file" => jsonFile,
        _ when CommandMacros.Variable(macro) is { } variable => Variable(variable),
        _ when CommandMacros.IsSeveralWords(macro) =>
            throw new FormatException($"${{{macro}}} stands for several words, so it must be a word of its own; found '{word}'"),
        _ when CommandMacros.IsPartOf(macro, word) => null,
        _ => throw new FormatException($"unknown macro ${{{macro}}} in the command word '{word}'"),
    };

    private string Variable(string name) =>
        environment(name) ?? throw new FormatException(
            $"the command uses ${{envvar:{name}}}, but the environment variable {name} is not set on this node");
}
