namespace Sweep.Experiments.Specs;

/// <summary>One thing wrong with a sweep file.</summary>
/// <param name="Line">Line in the file, from 1; 0 when it comes from <c>--set</c> or the file as a whole.</param>
/// <param name="Column">Column, from 1; 0 with <see cref="Line"/> 0.</param>
/// <param name="Message">What was expected, what was found, and the way out ("did you mean 'lstm'?").</param>
public sealed record SpecError(int Line, int Column, string Message)
{
    /// <summary><c>sweeps/cells.yaml:12:9: message</c>, as compilers print it; without a position when there is none.</summary>
    public string Format(string file) => Line == 0 ? $"{file}: {Message}" : $"{file}:{Line}:{Column}: {Message}";
}
