namespace Sweep.Models.Shapes;

/// <summary>One form for all errors of range.</summary>
internal static class InRange
{
    public static T Require<T>(bool holds, string name, T value, string expected) => holds ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}, but is {(object?)value ?? "none"}.");
}
