namespace Sweep.Experiments.Specs;

/// <summary>Collects errors, so that a reader goes on after the first.</summary>
internal sealed class SpecErrors
{
    /// <summary>Errors shown before "and N more": a screenful.</summary>
    public const int Shown = 20;

    /// <summary>Errors, the same one again included, after which reading ends: each costs a search for what was meant.</summary>
    private const int Most = 1000;

    private const int LongestMessage = 1500;

    private readonly HashSet<SpecError> errors = [];
    private int added;

    public bool Any => errors.Count > 0;

    public int Count => errors.Count;

    /// <exception cref="TooManyErrorsException">It is one too many.</exception>
    public void Add(SpecPosition at, string message)
    {
        errors.Add(at.Error(message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "...")));
        if (++added >= Most) throw new TooManyErrorsException();
    }

    /// <summary>Errors by position, those without a line first; after <see cref="Shown"/> of them only how many more there are.</summary>
    public IReadOnlyList<SpecError> Sorted()
    {
        var sorted = errors.OrderBy(error => error.Line).ThenBy(error => error.Column).ToList();
        return sorted.Count <= Shown ? sorted : [.. sorted.Take(Shown), new(0, 0, $"and {(added < Most ? "" : "at least ")}{sorted.Count - Shown} more errors: correct these first")];
    }
}
