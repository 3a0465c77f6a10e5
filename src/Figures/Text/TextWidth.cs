using System.Text;

namespace Sweep.Figures.Text;

/// <summary>How wide a text will be. No font is asked, since it is not known which one a reader has: widths are those of DejaVu Sans, one
/// of the widest, so that a text takes rather less room than reckoned.</summary>
internal static class TextWidth
{
    /// <summary>Width of the letters from space to tilde, in hundredths of their size.</summary>
    private static ReadOnlySpan<byte> Letters =>
    [
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
        100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
        50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
    ];

    /// <summary>Share by which strong letters are wider.</summary>
    private const double Bold = 1.12;

    /// <summary>Width of any other character: most are narrower; those of East Asia are this wide.</summary>
    private const double Other = 1;

    private const string Ellipsis = "…";

    /// <summary>Width of a text in pixels, in letters of so many pixels.</summary>
    public static double Of(string text, double size, bool isBold = false)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
            width += rune.Value is >= ' ' and <= '~' ? Letters[rune.Value - ' '] / 100.0 : rune.Value < 0x1100 ? 0.65 : Other;
        return width * size * (isBold ? Bold : 1);
    }

    /// <summary>The text, or as much of it as fits into so many pixels, with an ellipsis.</summary>
    public static string Fit(string text, double size, double most, bool isBold = false)
    {
        if (Of(text, size, isBold) <= most) return text;
        var kept = new StringBuilder();
        var left = most - Of(Ellipsis, size, isBold);
        foreach (var rune in text.EnumerateRunes())
        {
            left -= Of(rune.ToString(), size, isBold);
            if (left < 0) break;
            kept.Append(rune);
        }

        return kept.ToString().TrimEnd() + Ellipsis;
    }

    /// <summary>The text in lines that fit; a word that does not is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double most)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Of($"{lines[^1]} {word}", size) <= most) lines[^1] = $"{lines[^1]} {word}";
            else lines.Add(Fit(word, size, most));
        }

        return lines;
    }
}
