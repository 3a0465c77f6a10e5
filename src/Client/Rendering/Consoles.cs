using Spectre.Console;
using Sweep.Contracts.Text;

namespace Sweep.Client.Rendering;

#pragma warning disable RS0030 // What is banned elsewhere points here.

/// <summary>Makes Spectre's console over a stream whose facts we know, instead of letting it guess.</summary>
internal static class Consoles
{
    /// <summary>Wide enough that nothing in a pipe is ever wrapped.</summary>
    private const int Unlimited = 4000;

    /// <summary>A text as it is, with nothing that a terminal would obey; made nowhere else (BannedSymbols.txt).</summary>
    public static Text Text(string text, Style? style = null) => new(Printable.Line(text), style);

    /// <summary>A line that must not be missed, in one piece, so that a live display can make room for it.</summary>
    public static void WriteNotice(IAnsiConsole console, string text) =>
        console.MarkupLineInterpolated($"[yellow]![/] {Printable.Line(text)}");

    /// <param name="output">Gets our own control sequences as they are, so texts must come through <see cref="Text"/>.</param>
    public static IAnsiConsole Create(TextWriter output, TerminalFacts terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal.IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Math.Min(terminal.Width, Unlimited);
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
