namespace Sweep.Experiments.Specs;

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
