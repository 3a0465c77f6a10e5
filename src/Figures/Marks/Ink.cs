namespace Sweep.Figures.Marks;

/// <summary>A colour by its role, on light and on dark paper. Words have a contrast of 4.5 at least (WCAG 2.2, 1.4.3).</summary>
/// <param name="Code">What tells it from the others in a style sheet; the first letter is its role.</param>
/// <param name="Light">On light paper, as 0xRRGGBB.</param>
/// <param name="Dark">On dark paper, as 0xRRGGBB.</param>
public sealed record Ink(string Code, int Light, int Dark)
{
    private static readonly (int Light, int Dark)[] Lines =
    [
        (0x1f6fb4, 0x6cb6ff), (0xb85c00, 0xf0a050), (0x1a7f4b, 0x5fcf8f), (0xc4314b, 0xff8b8b), (0x7b4fb5, 0xc3a2ff), (0x0b7a87, 0x56d0dc),
        (0x7a6c00, 0xd6c650), (0xb03a8c, 0xf08fd0), (0x7d5335, 0xd0a27a), (0x57606a, 0xa7b1bc),
    ];

    /// <summary>Ends and middle of the scale from worst to best: toward the contrast with the paper.</summary>
    private static readonly (int Light, int Dark)[] Stops =
        [(0xe3e9ef, 0x2a3541), (0x9ec6df, 0x2f5f8f), (0x3f8fc4, 0x4f9fe0), (0x1f5aa0, 0x9fd3ff), (0x12285e, 0xf4fbff)];

    /// <summary>The paper.</summary>
    public static Ink Paper { get; } = new("p", 0xffffff, 0x0d1117);

    /// <summary>Words that must be read.</summary>
    public static Ink Text { get; } = new("t", 0x1f2328, 0xe6edf3);

    /// <summary>Words that explain.</summary>
    public static Ink Muted { get; } = new("m", 0x57606a, 0x9aa6b2);

    /// <summary>Lines of the grid.</summary>
    public static Ink Grid { get; } = new("g", 0xe8ebef, 0x222b35);

    /// <summary>Axes.</summary>
    public static Ink Axis { get; } = new("a", 0xafb8c1, 0x4b5763);

    /// <summary>One of very many.</summary>
    public static Ink Faint { get; } = new("x", 0x8795a3, 0x6f7d8c);

    /// <summary>What went wrong.</summary>
    public static Ink Bad { get; } = new("b", 0xcf222e, 0xff7b72);

    /// <summary>What is best.</summary>
    public static Ink Good { get; } = new("o", 0x1a7f37, 0x56d364);

    /// <summary>A few things that are told apart.</summary>
    public static IReadOnlyList<Ink> AllSeries { get; } = [.. Lines.Select((line, i) => new Ink($"s{i}", line.Light, line.Dark))];

    /// <summary>Steps of a scale from worst to best.</summary>
    public static IReadOnlyList<Ink> Heats { get; } = [.. Enumerable.Range(0, 17).Select(step => HeatOf(step, 17))];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Ink> All { get; } = [Paper, Text, Muted, Grid, Axis, Faint, Bad, Good, .. AllSeries, .. Heats];

    /// <summary>One of a few things that are told apart; beyond the last colour they begin anew.</summary>
    public static Ink Series(int number) => AllSeries[number % AllSeries.Count];

    /// <summary>A share on a scale from 0 = worst to 1 = best.</summary>
    public static Ink Heat(double share) => Heats[HeatStep(share)];

    /// <summary>The number of a share's step in <see cref="Heats"/>.</summary>
    internal static int HeatStep(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * (Heats.Count - 1));

    /// <summary>The colour as 0xRRGGBB.</summary>
    internal int On(bool isDark) => isDark ? Dark : Light;

    private static Ink HeatOf(int step, int count)
    {
        var at = step / (double)(count - 1) * (Stops.Length - 1);
        var below = Math.Min((int)at, Stops.Length - 2);
        var (from, to) = (Stops[below], Stops[below + 1]);
        return new Ink($"h{step}", Mix(from.Light, to.Light, at - below), Mix(from.Dark, to.Dark, at - below));
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
