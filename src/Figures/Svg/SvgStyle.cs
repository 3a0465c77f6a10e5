using System.Text;
using Sweep.Figures.Marks;

namespace Sweep.Figures.Svg;

/// <summary>What paper a figure is for.</summary>
public enum Theme
{
    /// <summary>What its reader prefers (<c>prefers-color-scheme</c>).</summary>
    Auto,

    /// <summary>Light paper.</summary>
    Light,

    /// <summary>Dark paper.</summary>
    Dark,
}

/// <summary>The style sheet of figures: a class for each ink, as a fill and as a stroke.</summary>
public static class SvgStyle
{
    /// <summary>Fonts in the order of preference; the last one is everywhere.</summary>
    public const string Fonts = "system-ui,-apple-system,'Segoe UI','DejaVu Sans',Verdana,sans-serif";

    private static readonly Ink[] All =
    [
        Ink.Paper, Ink.Text, Ink.Muted, Ink.Grid, Ink.Axis, Ink.Faint, Ink.Bad, Ink.Good,
        .. Enumerable.Range(0, Palette.Series).Select(Ink.Series),
        .. Enumerable.Range(0, Palette.Heats).Select(number => new Ink(InkRole.Heat, number)),
    ];

    /// <summary>The rules of all inks, for a page with many figures.</summary>
    /// <param name="theme">The paper.</param>
    public static string Sheet(Theme theme) => Sheet(theme, All.Select(ink => (ink, true)).Concat(All.Select(ink => (ink, false))), true);

    /// <summary>The rules of the inks that are used.</summary>
    /// <param name="theme">The paper.</param>
    /// <param name="used">Each ink, and whether it fills or strokes.</param>
    /// <param name="hasHalo">True when a text has a halo.</param>
    internal static string Sheet(Theme theme, IEnumerable<(Ink Ink, bool Fills)> used, bool hasHalo)
    {
        List<(Ink Ink, bool Fills)> inks = [.. used.Distinct().OrderBy(use => Class(use.Ink, use.Fills), StringComparer.Ordinal)];
        var sheet = new StringBuilder();
        Write(sheet, inks, hasHalo, isDark: theme == Theme.Dark);
        if (theme != Theme.Auto) return sheet.ToString();
        sheet.Append("@media(prefers-color-scheme:dark){");
        Write(sheet, inks, hasHalo, isDark: true);
        return sheet.Append('}').ToString();
    }

    /// <summary>Name of the class of an ink: <c>ft</c> fills with the colour of text, <c>ls0</c> strokes with that of the first
    /// series.</summary>
    internal static string Class(Ink ink, bool fills) => $"{(fills ? 'f' : 'l')}{Code(ink)}";

    private static void Write(StringBuilder sheet, List<(Ink Ink, bool Fills)> inks, bool hasHalo, bool isDark)
    {
        foreach (var (ink, fills) in inks)
            sheet.Append($".{Class(ink, fills)}{{{(fills ? "fill" : "stroke")}:{Palette.Hex(ink, isDark)}}}");
        if (hasHalo)
            sheet.Append($".halo{{paint-order:stroke;stroke:{Palette.Hex(Ink.Paper, isDark)};stroke-width:3px;stroke-linejoin:round}}");
    }

    private static string Code(Ink ink) => ink.Role switch
    {
        InkRole.Paper => "p",
        InkRole.Text => "t",
        InkRole.Muted => "m",
        InkRole.Grid => "g",
        InkRole.Axis => "a",
        InkRole.Faint => "x",
        InkRole.Bad => "b",
        InkRole.Good => "o",
        InkRole.Heat => $"h{ink.Number}",
        _ => $"s{ink.Number}",
    };
}
