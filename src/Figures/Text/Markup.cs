using System.Security;
using Sweep.Contracts.Text;

namespace Sweep.Figures.Text;

/// <summary>Texts of anybody inside of XML and HTML.</summary>
internal static class Markup
{
    /// <summary>A text as one line of XML or HTML, in an element or between quotes: never markup, and what no reader would see, and what
    /// XML cannot hold, as an escape such as <c>\u001b</c>.</summary>
    public static string Line(string text) => SecurityElement.Escape(Printable.Line(text));

    /// <summary>The same with its line breaks.</summary>
    public static string Lines(string text) => SecurityElement.Escape(Printable.Lines(text));
}
