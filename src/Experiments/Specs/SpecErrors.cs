namespace Sweep.Experiments.Specs;

/// <summary>Collects errors, so that a reader goes on after the first.</summary>
internal sealed class SpecErrors
{
    /// <summary>Errors shown before "and N more": a screenful.</summary>
    public const int Shown = 20;

    private const int LongestMessage = 1500;

    private readonly HashSet<SpecError> errors = [];

    public bool Any => errors.Count > 0;

    public int Count => errors.Count;

    public void Add(SpecPosition at, string message) =>
        errors.Add(at.Error(message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "...")));

    /// <summary>Errors by position, those without a line first; after <see cref="Shown"/> of them only how many more there are.</summary>
    public IReadOnlyList<SpecError> Sorted()
    {
        var sorted = errors.OrderBy(error => error.Line).ThenBy(error => error.Column).ToList();
        return sorted.Count <= Shown ? sorted : [.. sorted.Take(Shown), new(0, 0, $"and {sorted.Count - Shown} more errors: correct these first")];
    }
}
