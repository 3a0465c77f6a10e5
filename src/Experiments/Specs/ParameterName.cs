using System.Text.RegularExpressions;

namespace Sweep.Experiments.Specs;

/// <summary>What a parameter may be called.</summary>
internal static partial class ParameterName
{
    private const string Rule = "letters, digits, '_', '.' and '-', starting with a letter or '_'";

    private const string FreeRule = "letters, digits and _ . - + ~ @ / : [ ]";

    /// <summary>What is wrong with one name, without the groups around it; null when it is proper.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isFree">True for programs: also names of Hydra (<c>+model</c>, <c>optimizer/lr</c>) and Fire (<c>n[0]</c>).</param>
    public static string? Problem(string name, bool isFree)
    {
        if ((isFree ? Free() : Proper()).IsMatch(name)) return null;
        var bad = (isFree ? NotFree() : NotProper()).Match(name);
        var reason = name.Length == 0 ? "it is empty" : !bad.Success ? $"it starts with '{name[0]}'"
            : bad.Value == " " ? "a blank is not allowed" : $"'{bad.Value}' is not allowed";
        return $"'{name}' cannot be a parameter's name: {reason} ({(isFree ? FreeRule : Rule)})";
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z")] private static partial Regex Proper();
    // A surrogate pair is one character to people.
    [GeneratedRegex(@"[\uD800-\uDBFF][\uDC00-\uDFFF]|[^A-Za-z0-9_.-]")] private static partial Regex NotProper();
    [GeneratedRegex(@"^[\p{L}\p{Nd}_.+~@/:\[\]-]+\z")] private static partial Regex Free();
    [GeneratedRegex(@"[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\p{L}\p{Nd}_.+~@/:\[\]-]")] private static partial Regex NotFree();
}
