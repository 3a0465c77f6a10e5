using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs;

/// <summary>What a sweep may be called: its name is also the name of a folder.</summary>
public static partial class SweepName
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "up to 100 letters, digits, '.', '_' and '-', starting with a letter or digit";

    /// <summary>True when the name keeps the rule.</summary>
    public static bool IsProper(string name) => Proper().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Proper();
}
