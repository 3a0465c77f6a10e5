using CsCheck;
using Sweep.Contracts.Text;
using Sweep.Figures.Terminal;
using Sweep.Figures.Tests.Given;

namespace Sweep.Figures.Tests.Terminal;

/// <summary>Curves made of characters can be read in every terminal.</summary>
public sealed class TerminalCurvesTests
{
    [Fact]
    public void Lines_fit_and_are_ASCII_where_nothing_else_can_be_shown() =>
        Gen.Select(Gen.Int[60, 200], Gen.Int[4, 40], Gen.Int[1, 12], Gen.Int[1, 30]).Sample((columns, rows, curves, epochs) =>
        {
            var lines = Texts(curves, columns, rows, epochs, isUnicode: false);

            Assert.All(lines, line => Assert.InRange(line.Length, 1, columns));
            Assert.All(lines, line => Assert.True(line.All(char.IsAscii), line));
        });

    /// <summary>What is escaped gets longer: it is cut after that, and not before.</summary>
    [Fact]
    public void Labels_that_are_escaped_fit_too()
    {
        var picture = Pictures.Curves(2);
        picture = picture with { Curves = [.. picture.Curves.Select(curve => curve with { Label = new string('\u001b', 58) })] };

        var lines = TerminalCurves.Lines(picture, 60, 8, isUnicode: false).Select(line => string.Concat(line.Select(part => part.Text)));

        Assert.All(lines, line => Assert.InRange(Printable.Line(line).TrimEnd().Length, 1, 60));
    }

    [Fact]
    public void Each_curve_has_its_letter_beside_its_end_and_in_the_list()
    {
        var lines = Texts(3, 80, 12, 10, isUnicode: false);

        Assert.Equal("gru by epoch (log), floor 1.500", lines[0]);
        // The last values are 1.90, 1.91 and 1.92, too near for lines of their own.
        Assert.Equal(["c", "b", "a"], lines.Skip(1).Take(12).Where(line => line.Length == 80 - 1).Select(line => line[^1..]));
        Assert.Equal(["a  1.900 +- 0.200  gru 0", "b  1.910 +- 0.190  gru 1", "c  1.920 +- 0.180  gru 2"], lines.TakeLast(3));
    }

    [Fact]
    public void With_Unicode_they_are_braille_that_falls_as_the_curve_does()
    {
        var lines = Texts(1, 60, 4, 10, isUnicode: true).Skip(1).Take(4).ToList();

        var firsts = lines.Select(line => line.IndexOfAny([.. Enumerable.Range(0x2801, 255).Select(c => (char)c)])).ToList();
        Assert.All(firsts, first => Assert.True(first > 0));
        Assert.Equal(firsts.Order(), firsts);
        Assert.EndsWith("a", lines[^1].TrimEnd());
    }

    private static List<string> Texts(int curves, int columns, int rows, int epochs, bool isUnicode) =>
        [.. TerminalCurves.Lines(Pictures.Curves(curves, epochs: epochs), columns, rows, isUnicode)
            .Select(line => string.Concat(line.Select(part => part.Text)).TrimEnd())];
}
