using Sweep.Contracts.Text;
using Sweep.Figures.Terminal;
using Sweep.Reports.Pictures;

namespace Sweep.Client.Rendering;

internal static class CurveConsole
{
    private const int Rows = 14;

    /// <summary>Columns where the output is no terminal.</summary>
    private const int InPipe = 80;

    /// <summary>Those of the terminal's own sixteen colours that can be read on light and on dark (Select Graphic Rendition, ECMA-48;
    /// 90 to 97 are the bright ones).</summary>
    private static readonly int[] Colours = [36, 33, 35, 32, 31, 94, 90, 91];

    /// <summary>Writes the drawing below an empty line.</summary>
    public static void Write(CurvesPicture picture, ConsoleWriter output, TerminalFacts terminal, Func<string, string?> variable)
    {
        output.WriteLine();
        var columns = terminal.IsTerminal ? terminal.Width - 1 : InPipe;
        foreach (var line in TerminalCurves.Lines(picture, columns, Rows, HasUnicode(variable)))
        {
            if (terminal is { IsTerminal: true, HasColor: true }) output.Raw.WriteLine(Coloured(line));
            else output.WriteLine(string.Concat(line.Select(part => part.Text)).TrimEnd());
        }
    }

    /// <summary>True when the locale is UTF-8; an unset one is not (POSIX).</summary>
    internal static bool HasUnicode(Func<string, string?> variable)
    {
        var locale = new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
    }

    private static string Coloured(IReadOnlyList<TerminalPart> line) => string.Concat(line.Select(part =>
    {
        var text = Printable.Line(part.Text);
        return part.Series is { } series ? $"\u001b[{Colours[series % Colours.Length]}m{text}\u001b[0m" : text;
    }));
}
