using System.Text.RegularExpressions;

namespace Sweep.Experiments.Catalog;

/// <summary>The macros of a program's command, <c>${name}</c>: which there are, and where they stand in a word.</summary>
internal static partial class CommandMacros
{
    /// <summary>Begins the name of the one that stands for a variable of the environment: <c>${envvar:HOME}</c>.</summary>
    public const string VariablePrefix = "envvar:";

    private const string OpeningAndClosing = "${}";

    /// <summary>All but those of variables, in the order in which people read them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "env", "interpreter", "program", "args", "args_no_boolean_flags", "args_no_hyphens", "args_no_equals", "args_json",
        "args_json_file", "args_dotted", "args_dotted_no_hyphens", "args_dotted_no_equals",
    ];

    /// <summary>True for one that becomes several words, and so stands alone as a word.</summary>
    public static bool IsSeveralWords(string name) =>
        name.StartsWith("args", StringComparison.Ordinal) && name is not ("args_json" or "args_json_file") && Names.Contains(name);

    /// <summary>Names of the macros of a word, known or not.</summary>
    public static IEnumerable<string> In(string word) => Macro().Matches(word).Select(match => match.Groups[1].Value);

    /// <summary>The word with each macro replaced; null = it stays as it is.</summary>
    public static string Replace(string word, Func<string, string?> text) =>
        Macro().Replace(word, match => text(match.Groups[1].Value) ?? match.Value);

    /// <summary>The variable that a macro stands for; null when it stands for none.</summary>
    public static string? Variable(string name) =>
        name.StartsWith(VariablePrefix, StringComparison.Ordinal) ? name[VariablePrefix.Length..] : null;

    /// <summary>True when a macro is only a part of its word. An unknown one is the program's own there, as Hydra's
    /// <c>out/${now:%H-%M-%S}</c>.</summary>
    public static bool IsPartOf(string name, string word) => name.Length + OpeningAndClosing.Length < word.Length;

    [GeneratedRegex(@"\$\{([^}]*)\}")] private static partial Regex Macro();
}
