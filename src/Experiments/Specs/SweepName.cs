using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs;

/// <summary>What a sweep may be called: its name is also the name of a folder.</summary>
public static partial class SweepName
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 100;

    /// <summary>The rule in words.</summary>
    public const string Rule = "up to 100 letters, digits, '.', '_' and '-', starting with a letter or digit";

    private const int MostNamed = 3;

    // Letters of Unicode from U+00C0 to U+017F without their accents.
    private const string Plain =
        "AAAAAAACEEEEIIIIDNOOOOO-OUUUUYTsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
        + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLl"
        + "NnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    private const char FirstPlain = '\u00C0';

    /// <summary>True when the name keeps the rule.</summary>
    public static bool IsProper(string name) => Proper().IsMatch(name);

    /// <summary>The proper name next to what was written: letters without accents, a '-' for each run of other characters that are not
    /// allowed, none at its beginning; the same where it is proper. It may be empty, or too long.</summary>
    public static string Mended(string name)
    {
        if (name.Length == 0 || IsProper(name)) return name;
        var plain = string.Concat(Accents().Replace(name, "").Select(letter => letter - FirstPlain is var at and >= 0 && at < Plain.Length
            ? Plain[at] : letter));
        var joined = Others().Replace(plain, "-").TrimStart('-', '.', '_');
        return Other().IsMatch(name[^1..]) ? joined.TrimEnd('-') : joined;
    }

    /// <summary>Why a name was mended, for people: <c>a name has no blanks or '/'</c>.</summary>
    public static string WhyMended(string name)
    {
        List<string> others = [.. Other().Matches(name).Select(match => Named(match.Value)).Distinct()];
        if (others.Count == 0) return "a name starts with a letter or digit";
        return "a name has no " + (others.Count > MostNamed ? $"{string.Join(", ", others.Take(MostNamed))} and the like"
            : KeyReader.Listed(others, "or"));
    }

    /// <summary>What is wrong with a name (length, or a character), and one that would do; null when it keeps the rule.</summary>
    public static string? Problem(string name)
    {
        if (IsProper(name)) return null;
        var shown = name.Length <= MaxLength ? name : name[..40] + "...";
        var mended = Mended(name);
        var better = IsProper(mended) ? $"; '{mended}' would do" : "";
        return $"'{shown}' cannot be a sweep's name: {Reason(name)} ({Rule}){better}";
    }

    private static string Reason(string name)
    {
        if (name.Length == 0) return "it is empty";
        if (name.Length > MaxLength) return $"it has {name.Length:N0} characters, at most {MaxLength} are allowed";
        var other = Other().Match(name);
        if (!other.Success) return $"it starts with '{name[0]}'";
        return string.IsNullOrWhiteSpace(other.Value) ? "a blank is not allowed" : $"'{other.Value}' is not allowed";
    }

    private static string Named(string other) => string.IsNullOrWhiteSpace(other) ? "blanks" : $"'{other}'";

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")] private static partial Regex Proper();
    // A surrogate pair is one character to people.
    [GeneratedRegex(@"[\uD800-\uDBFF][\uDC00-\uDFFF]|[^A-Za-z0-9._-]")] private static partial Regex Other();
    // With a '-' that stands between two of them.
    [GeneratedRegex(@"[^A-Za-z0-9._-]+(-[^A-Za-z0-9._-]+)*")] private static partial Regex Others();
    // Accents that are characters of their own.
    [GeneratedRegex(@"[\u0300-\u036F]")] private static partial Regex Accents();
}
