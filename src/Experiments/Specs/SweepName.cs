using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs;

/// <summary>What a sweep may be called: its name is also the name of a folder.</summary>
public static partial class SweepName
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 100;

    /// <summary>The rule in words.</summary>
    public const string Rule = "up to 100 letters, digits, '.', '_' and '-', starting with a letter or digit";

    /// <summary>True when the name keeps the rule.</summary>
    public static bool IsProper(string name) => Proper().IsMatch(name);

    /// <summary>The name with a '-' for each run of blanks; the same name where it has none.</summary>
    public static string WithoutBlanks(string name) => Blanks().Replace(name.Trim(), "-");

    /// <summary>What is wrong with a name, with the length or the character that is not allowed; null when it keeps the rule.</summary>
    /// <param name="name">The name.</param>
    public static string? Problem(string name)
    {
        if (IsProper(name)) return null;
        var shown = name.Length <= MaxLength ? name : name[..40] + "...";
        return $"'{shown}' cannot be a sweep's name: {Reason(name)} ({Rule})";
    }

    private static string Reason(string name)
    {
        if (name.Length == 0) return "it is empty";
        if (name.Length > MaxLength) return $"it has {name.Length:N0} characters, at most {MaxLength} are allowed";
        var other = Other().Match(name);
        if (!other.Success) return $"it starts with '{name[0]}'";
        return string.IsNullOrWhiteSpace(other.Value) ? "a blank is not allowed"
            : $"'{other.Value}' is not allowed";
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Proper();

    // A surrogate pair is one character to people.
    [GeneratedRegex(@"[\uD800-\uDBFF][\uDC00-\uDFFF]|[^A-Za-z0-9._-]")]
    private static partial Regex Other();

    [GeneratedRegex(@"\s+(-\s+)?")]
    private static partial Regex Blanks();
}
