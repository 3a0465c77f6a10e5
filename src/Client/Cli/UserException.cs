namespace Sweep.Client.Cli;

/// <summary>Ends a verb with lines for people instead of a stack trace.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="lines">What is wrong, what was expected, and the way out; one line each, the first one said by <c>sweep:</c>.</param>
public sealed class UserException(int exitCode, params IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Lines { get; } = lines;

    public static UserException BadInput(params IReadOnlyList<string> lines) => new(ExitCodes.BadInput, lines);

    public static UserException Failed(params IReadOnlyList<string> lines) => new(ExitCodes.Failed, lines);
}
