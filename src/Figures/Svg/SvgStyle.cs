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
internal static class SvgStyle
{
    /// <summary>Fonts in the order of preference; the last one is everywhere.</summary>
    public const string Fonts = "system-ui,-apple-system,'Segoe UI','DejaVu Sans',Verdana,sans-serif";

    /// <summary>The rules of all inks, for a page with many figures.</summary>
    public static string Sheet(Theme theme) =>
        Sheet(theme, Ink.All.Select(ink => (ink, true)).Concat(Ink.All.Select(ink => (ink, false))), true);

    /// <summary>The rules of the inks that are used.</summary>
    /// <param name="theme">The paper.</param>
    /// <param name="used">Each ink, and whether it fills or strokes.</param>
    /// <param name="hasHalo">True when a text has a halo.</param>
    public static string Sheet(Theme theme, IEnumerable<(Ink Ink, bool Fills)> used, bool hasHalo)
    {
        List<(Ink Ink, bool Fills)> inks = [.. used.Distinct().OrderBy(use => Class(use.Ink, use.Fills), StringComparer.Ordinal)];
        var sheet = new StringBuilder();
        Write(sheet, inks, hasHalo, isDark: theme == Theme.Dark);
        if (theme != Theme.Auto) return sheet.ToString();
        sheet.Append("@media(prefers-color-scheme:dark){");
        Write(sheet, inks, hasHalo, isDark: true);
        return sheet.Append('}').ToString();
    }

    /// <summary>Class of an ink: <c>ft</c> fills with the colour of text, <c>ls0</c> strokes with that of the first series.</summary>
    public static string Class(Ink ink, bool fills) => $"{(fills ? 'f' : 'l')}{ink.Code}";

    private static void Write(StringBuilder sheet, List<(Ink Ink, bool Fills)> inks, bool hasHalo, bool isDark)
    {
        foreach (var (ink, fills) in inks)
            sheet.Append($".{Class(ink, fills)}{{{(fills ? "fill" : "stroke")}:#{ink.On(isDark):x6}}}");
        if (hasHalo)
            sheet.Append($".halo{{paint-order:stroke;stroke:#{Ink.Paper.On(isDark):x6};stroke-width:3px;stroke-linejoin:round}}");
    }
}
