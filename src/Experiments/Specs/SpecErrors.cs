namespace Sweep.Experiments.Specs;

/// <summary>Collects errors, so that a reader goes on after the first, and notices.</summary>
internal sealed class SpecErrors
{
    /// <summary>Errors shown before "and N more": a screenful.</summary>
    public const int Shown = 20;

    /// <summary>Errors, the same one again included, after which reading ends: each costs a search for what was meant.</summary>
    private const int Most = 1000;

    private const int LongestMessage = 1500;

    private readonly HashSet<SpecError> errors = [];
    private readonly HashSet<SpecError> notices = [];
    private int added;

    public bool Any => errors.Count > 0;
    public int Count => errors.Count;

    /// <exception cref="TooManyErrorsException">It is one too many.</exception>
    public void Add(SpecPosition at, string message)
    {
        errors.Add(at.Error(Bounded(message)));
        if (++added >= Most) throw new TooManyErrorsException();
    }

    /// <summary>Something that the user should know of a file that is accepted.</summary>
    public void Notice(SpecPosition at, string message)
    {
        if (notices.Count < Shown) notices.Add(at.Error(Bounded(message)));
    }

    /// <summary>Notices by position.</summary>
    public IReadOnlyList<SpecError> SortedNotices() => [.. notices.OrderBy(notice => notice.Line).ThenBy(notice => notice.Column)];

    /// <summary>Errors by position, those without a line first; after <see cref="Shown"/> of them only how many more there are.</summary>
    public IReadOnlyList<SpecError> Sorted()
    {
        var sorted = errors.OrderBy(error => error.Line).ThenBy(error => error.Column).ToList();
        return sorted.Count <= Shown ? sorted : [.. sorted.Take(Shown),
            new(0, 0, $"and {(added < Most ? "" : "at least ")}{sorted.Count - Shown} more errors: correct these first")];
    }

    private static string Bounded(string message) =>
        message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "...");
}

/// <summary>One thing wrong with a sweep file, or a notice about it.</summary>
/// <param name="Line">Line in the file, from 1; 0 when it comes from <c>--set</c> or the file as a whole.</param>
/// <param name="Column">Column, from 1; 0 with <see cref="Line"/> 0.</param>
/// <param name="Message">What was expected, what was found, and the way out ("did you mean 'lstm'?").</param>
public sealed record SpecError(int Line, int Column, string Message)
{
    /// <summary><c>sweeps/cells.yaml:12:9: message</c>, as compilers print it; without a position when there is none.</summary>
    public string Format(string file) => Line == 0 ? $"{file}: {Message}" : $"{file}:{Line}:{Column}: {Message}";
}

/// <summary>Where something in a spec was written.</summary>
/// <param name="Line">Line in the file, from 1; 0 when it was not written in the file.</param>
/// <param name="Column">Column, from 1; 0 with <paramref name="Line"/> 0.</param>
/// <param name="Source">The option it comes from (<c>--set lr=0.1</c>); null for the file itself.</param>
public readonly record struct SpecPosition(int Line, int Column, string? Source = null)
{
    /// <summary>An error at this place; one that comes from an option names the option instead of a line.</summary>
    /// <param name="message">What was expected, what was found, and the way out.</param>
    public SpecError Error(string message) => Source is null ? new(Line, Column, message) : new(0, 0, $"{Source}: {message}");
}

/// <summary>Ends the reading of a file that is wrong nearly everywhere: <see cref="SpecErrors"/> is full.</summary>
internal sealed class TooManyErrorsException() : Exception("more errors than anybody reads");
