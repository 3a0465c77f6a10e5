namespace Sweep.Figures.Terminal;

/// <summary>Lines drawn with characters: dots of braille letters, two across and four down in each, or one letter for each place where a
/// terminal has no Unicode.</summary>
/// <param name="width">Characters across.</param>
/// <param name="height">Lines.</param>
/// <param name="isUnicode">True for braille.</param>
internal sealed class DotCanvas(int width, int height, bool isUnicode)
{
    /// <summary>First of the 256 braille letters: no dot.</summary>
    private const char NoDot = '\u2800';

    /// <summary>The dot of each row and column in a braille letter (Unicode 16, block U+2800).</summary>
    private static readonly int[,] Bits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly int[,] dots = new int[height, width];
    private readonly int[,] owners = new int[height, width];

    /// <summary>Dots across.</summary>
    public int Across => isUnicode ? 2 * width : width;

    /// <summary>Dots down.</summary>
    public int Down => isUnicode ? 4 * height : height;

    /// <summary>Draws a line; what lies outside is not drawn. Its owner is its number, from 0; the last one drawn owns a place.</summary>
    public void Line(double fromX, double fromY, double toX, double toY, int owner)
    {
        var steps = (int)Math.Clamp(Math.Ceiling(Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY))), 1, 10_000);
        for (var step = 0; step <= steps; step++)
        {
            var share = step / (double)steps;
            Dot((int)Math.Round(fromX + ((toX - fromX) * share)), (int)Math.Round(fromY + ((toY - fromY) * share)), owner);
        }
    }

    /// <summary>A line of the canvas in parts of one owner each.</summary>
    public IEnumerable<TerminalPart> Row(int row)
    {
        for (int from = 0, to; from < width; from = to)
        {
            to = from + 1;
            while (to < width && owners[row, to] == owners[row, from]) to++;
            var letters = string.Concat(Enumerable.Range(from, to - from).Select(column => Letter(row, column)));
            yield return new TerminalPart(letters, owners[row, from] == 0 ? null : owners[row, from] - 1);
        }
    }

    private void Dot(int x, int y, int owner)
    {
        if (x < 0 || y < 0 || x >= Across || y >= Down) return;
        var (row, column) = isUnicode ? (y / 4, x / 2) : (y, x);
        dots[row, column] |= isUnicode ? Bits[y % 4, x % 2] : 1;
        owners[row, column] = owner + 1;
    }

    private char Letter(int row, int column) => dots[row, column] == 0 ? ' '
        : isUnicode ? (char)(NoDot + dots[row, column]) : (char)('a' + ((owners[row, column] - 1) % 26));
}

/// <summary>A part of a line for a terminal.</summary>
/// <param name="Text">Its letters; it may come from anybody.</param>
/// <param name="Series">Number of what it belongs to, from 0; null = it explains.</param>
public sealed record TerminalPart(string Text, int? Series = null);
