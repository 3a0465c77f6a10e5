using Spectre.Console;
using Sweep.Client.Cli;

namespace Sweep.Client.Rendering;

/// <summary>Makes Spectre's console over a stream whose facts we know, instead of letting it guess.</summary>
internal static class Consoles
{
    /// <summary>Wide enough that nothing in a pipe is ever wrapped.</summary>
    private const int Unlimited = 4000;

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
