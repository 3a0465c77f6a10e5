namespace Sweep.Figures.Marks;

/// <summary>The colours on light and on dark paper. Words have a contrast of 4.5 at least (WCAG 2.2, 1.4.3).</summary>
public static class Palette
{
    private static readonly (int Light, int Dark)[] Lines =
    [
        (0x1f6fb4, 0x6cb6ff), (0xb85c00, 0xf0a050), (0x1a7f4b, 0x5fcf8f), (0xc4314b, 0xff8b8b), (0x7b4fb5, 0xc3a2ff), (0x0b7a87, 0x56d0dc),
        (0x7a6c00, 0xd6c650), (0xb03a8c, 0xf08fd0), (0x7d5335, 0xd0a27a), (0x57606a, 0xa7b1bc),
    ];

    /// <summary>Ends and middle of the scale from worst to best: toward the contrast with the paper.</summary>
    private static readonly (int Light, int Dark)[] Stops =
        [(0xe3e9ef, 0x2a3541), (0x9ec6df, 0x2f5f8f), (0x3f8fc4, 0x4f9fe0), (0x1f5aa0, 0x9fd3ff), (0x12285e, 0xf4fbff)];

    /// <summary>Colours of <see cref="InkRole.Series"/>.</summary>
    public static int Series => Lines.Length;

    /// <summary>Steps of <see cref="InkRole.Heat"/>.</summary>
    public static int Heats => 17;

    /// <summary>A colour as 0xRRGGBB.</summary>
    /// <param name="ink">Its role.</param>
    /// <param name="isDark">True on dark paper.</param>
    public static int Of(Ink ink, bool isDark)
    {
        var (light, dark) = ink.Role switch
        {
            InkRole.Paper => (0xffffff, 0x0d1117),
            InkRole.Text => (0x1f2328, 0xe6edf3),
            InkRole.Muted => (0x57606a, 0x9aa6b2),
            InkRole.Grid => (0xe8ebef, 0x222b35),
            InkRole.Axis => (0xafb8c1, 0x4b5763),
            InkRole.Faint => (0x8795a3, 0x6f7d8c),
            InkRole.Bad => (0xcf222e, 0xff7b72),
            InkRole.Good => (0x1a7f37, 0x56d364),
            InkRole.Heat => Heat(ink.Number),
            _ => Lines[ink.Number % Lines.Length],
        };
        return isDark ? dark : light;
    }

    /// <summary>A colour as <c>#rrggbb</c>.</summary>
    /// <inheritdoc cref="Of" />
    public static string Hex(Ink ink, bool isDark) => $"#{Of(ink, isDark):x6}";

    private static (int Light, int Dark) Heat(int number)
    {
        var at = number / (double)(Heats - 1) * (Stops.Length - 1);
        var below = Math.Min((int)at, Stops.Length - 2);
        var (from, to) = (Stops[below], Stops[below + 1]);
        return (Mix(from.Light, to.Light, at - below), Mix(from.Dark, to.Dark, at - below));
    }

    private static int Mix(int from, int to, double share)
    {
        return Channel(16) | Channel(8) | Channel(0);

        int Channel(int shift)
        {
            var (a, b) = ((from >> shift) & 255, (to >> shift) & 255);
            return (int)Math.Round(a + ((b - a) * share)) << shift;
        }
    }
}
