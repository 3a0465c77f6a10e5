namespace Sweep.Models.Shapes;

/// <summary>One form for all errors of range.</summary>
internal static class InRange
{
    public static void Require(bool holds, string name, object? value, string expected)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}, but is {value ?? "none"}.");
    }
}
