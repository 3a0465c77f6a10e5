namespace Sweep.Client.Rendering;

/// <summary>What an output stream can show.</summary>
/// <param name="IsTerminal">False in a pipe or a file: plain lines, no live bars.</param>
/// <param name="HasColor">False also on a terminal that was asked for none (<c>NO_COLOR</c>) or cannot.</param>
/// <param name="Width">Columns; lines are never cut or wrapped where it is <see cref="int.MaxValue"/>.</param>
public sealed record TerminalFacts(bool IsTerminal, bool HasColor, int Width)
{
    /// <summary>A pipe, a file, or a terminal that can do no more than they.</summary>
    public static TerminalFacts None { get; } = new(false, false, int.MaxValue);

    public static TerminalFacts Of(bool isRedirected, Func<string, string?> variable)
    {
        if (isRedirected || variable("TERM") is null or "" or "dumb") return None;
        var width = Console.WindowWidth;
        return new TerminalFacts(true, string.IsNullOrEmpty(variable("NO_COLOR")), width > 0 ? width : 80);
    }
}
