using System.Text.Json;
using Sweep.Client.Rendering;
using Sweep.Contracts.Text;
using Sweep.Reports.Tables;

namespace Sweep.Client.Tests.Rendering;

/// <summary>What a terminal would obey, or a reader would not see, is shown as an escape.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData("\u001b[31mred", @"\u001b[31mred")] // a colour
    [InlineData("\u001b]0;title\u0007", @"\u001b]0;title\u0007")] // the title of the window
    [InlineData("\u009b2J", @"\u009b2J")] // clears the screen: C1
    [InlineData("a\rb\nc\td", @"a\rb\nc\td")]
    [InlineData("del\u007f", @"del\u007f")]
    [InlineData("\u202egpj.exe", @"\u202egpj.exe")] // reads backwards
    [InlineData("\u2066\u2067\u2068\u2069", @"\u2066\u2067\u2068\u2069")]
    [InlineData("a\u200bb\u200dc\ufeff", @"a\u200bb\u200dc\ufeff")] // zero width
    [InlineData("a\u2028b\u2029c", @"a\u2028b\u2029c")]
    [InlineData("a\u3164b\u00ad", @"a\u3164b\u00ad")] // a letter that shows as nothing, a hyphen that may
    [InlineData("\udb40\udc41", @"\udb40\udc41")] // a tag, invisible
    [InlineData("\0", @"\u0000")]
    [InlineData("äöü 漢字 🙂 𝒳 é [red] \\ \"", "äöü 漢字 🙂 𝒳 é [red] \\ \"")] // everything else shows as itself
    [InlineData("", "")]
    public void Line_shows_what_is_there(string text, string shown) => Assert.Equal(shown, Printable.Line(text));

    [Fact]
    public void Half_a_character_is_shown_as_such()
    {
        Assert.Equal(@"a\ud83db", Printable.Line("a" + (char)0xD83D + "b"));
        Assert.Equal(@"\ude42", Printable.Line(((char)0xDE42).ToString()));
    }

    [Fact]
    public void Every_control_and_format_character_is_escaped_and_no_other_of_the_first_plane_but_fillers()
    {
        var escaped = Enumerable.Range(0, 0xD800).Select(c => (char)c).Where(c => Printable.Line(c.ToString()) != c.ToString()).ToList();

        var controls = Enumerable.Range(0, 0xD800).Select(c => (char)c).Where(c => char.GetUnicodeCategory(c) is
            System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
        Assert.Empty(controls.Except(escaped));
        Assert.Equal(10, escaped.Except(controls).Count());
    }

    [Fact]
    public void Lines_keep_line_breaks_alone() => Assert.Equal("a\n" + @"\rb\u001b", Printable.Lines("a\n\rb\u001b"));

    [Fact]
    public void Escaped_json_is_the_same_json()
    {
        const string text = "\u001b\u202e\u2028\n\udb40\udc41";
        var json = JsonSerializer.Serialize(new { Text = text }, JsonLines.Indented);

        Assert.Equal(text, JsonDocument.Parse(Printable.Lines(json)).RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void Whatever_is_written_to_the_console_is_one_line()
    {
        using var stream = new StringWriter { NewLine = "\n" };
        var console = new ConsoleWriter(stream);

        console.WriteLine("a\nb\u001b");
        console.Write("c\r");
        console.Write('\u0007');
        console.Write("{0}{1}", "\n", "\u009b");
        console.WriteLine();

        Assert.Equal("a\\nb\\u001b\nc\\r\\u0007\\n\\u009b\n", stream.ToString());
    }

    [Fact]
    public void Data_is_exact_in_a_pipe_and_a_document_on_a_terminal()
    {
        using StringWriter pipe = new(), terminal = new();

        new ConsoleWriter(pipe).Data(TerminalFacts.None).Write("a\u001b\n");
        new ConsoleWriter(terminal).Data(new TerminalFacts(true, true, 80)).Write("a\u001b\n");

        Assert.Equal("a\u001b\n", pipe.ToString());
        Assert.Equal("a\\u001b\n", terminal.ToString());
    }
}
