using System.Globalization;
using System.Text;
using Sweep.Figures.Marks;
using Sweep.Figures.Text;

namespace Sweep.Figures.Svg;

/// <summary>Writes a figure as SVG: well-formed XML, no script, no reference to anything outside, every text escaped.</summary>
public sealed class SvgWriter
{
    private readonly Figure figure;
    private readonly string prefix;
    private readonly StringBuilder body = new();
    private readonly HashSet<(Ink Ink, bool Fills)> used = [];
    private readonly List<Box> clips = [];
    private bool hasHalo;

    private SvgWriter(Figure figure, string prefix) => (this.figure, this.prefix) = (figure, prefix);

    /// <summary>A file of its own.</summary>
    public static string File(Figure figure, Theme theme)
    {
        var writer = new SvgWriter(figure, "");
        writer.Draw();
        var style = $"<style>{SvgStyle.Sheet(theme, writer.used, writer.hasHalo)}</style>\n";
        return writer.Root(style, $" width=\"{SvgPath.Number(figure.Width)}\" height=\"{SvgPath.Number(figure.Height)}\"") + "\n";
    }

    /// <summary>A part of a page that has <see cref="SvgStyle.Sheet(Theme)"/>; the prefix, letters and digits, tells its names from
    /// those of other figures of the page.</summary>
    public static string Part(Figure figure, string prefix)
    {
        var writer = new SvgWriter(figure, prefix);
        writer.Draw();
        return writer.Root("", "");
    }

    private string Root(string style, string size) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SvgPath.Number(figure.Width)} {SvgPath.Number(figure.Height)}\"{size} " +
        $"role=\"img\" font-family=\"{SvgStyle.Fonts}\" font-size=\"12\">\n<title>{Markup.Line(figure.Title)}</title>\n" +
        $"<desc>{Markup.Line(figure.Description)}</desc>\n{style}{Clips()}{body}</svg>";

    private string Clips()
    {
        if (clips.Count == 0) return "";
        var paths = clips.Select((box, i) => $"<clipPath id=\"{prefix}c{i}\"><path d=\"{SvgPath.Boxes([box])}\"/></clipPath>");
        return $"<defs>{string.Concat(paths)}</defs>\n";
    }

    private void Draw()
    {
        Draw(new BoxesMark([new Box(0, 0, figure.Width, figure.Height)], Ink.Paper));
        foreach (var mark in figure.Marks) Draw(mark);
    }

    private void Draw(Mark mark)
    {
        switch (mark)
        {
            case LinesMark lines:
                var dash = lines.IsDashed ? " stroke-dasharray=\"5 4\"" : "";
                Shape(lines, fills: false, $"d=\"{SvgPath.Lines(lines.Lines)}\" fill=\"none\" stroke-width=\"" +
                    $"{SvgPath.Number(lines.Width)}\" stroke-linejoin=\"round\"{dash}");
                break;
            case AreaMark area:
                Shape(area, fills: true, $"d=\"{SvgPath.Area(area.Outline)}\"");
                break;
            case BoxesMark boxes:
                Shape(boxes, fills: true, $"d=\"{SvgPath.Boxes(boxes.Boxes)}\"");
                break;
            case DotsMark dots:
                Shape(dots, fills: false, $"d=\"{SvgPath.Dots(dots.Points)}\" fill=\"none\" stroke-linecap=\"round\" " +
                    $"stroke-width=\"{SvgPath.Number(2 * dots.Radius)}\"");
                break;
            case TextMark text:
                Draw(text);
                break;
        }
    }

    private void Draw(TextMark text)
    {
        used.Add((text.Ink, true));
        hasHalo |= text.HasHalo;
        var (x, y) = (SvgPath.Number(text.At.X), SvgPath.Number(text.At.Y));
        body.Append($"<text class=\"{SvgStyle.Class(text.Ink, fills: true)}{(text.HasHalo ? " halo" : "")}\" ");
        body.Append($"x=\"{x}\" y=\"{y}\"");
        if (text.Anchor != TextAnchor.Start) body.Append($" text-anchor=\"{(text.Anchor == TextAnchor.End ? "end" : "middle")}\"");
        if (text.Size != 12) body.Append(CultureInfo.InvariantCulture, $" font-size=\"{text.Size:0.#}\"");
        if (text.IsBold) body.Append(" font-weight=\"600\"");
        body.Append($">{Markup.Line(text.Text)}</text>\n");
    }

    private void Shape(Mark mark, bool fills, string attributes)
    {
        used.Add((mark.Ink, fills));
        body.Append($"<path class=\"{SvgStyle.Class(mark.Ink, fills)}\" {attributes}");
        if (mark.Opacity < 1)
            body.Append(CultureInfo.InvariantCulture, $" {(fills ? "fill" : "stroke")}-opacity=\"{mark.Opacity:0.##}\"");
        if (mark.Clip is { } clip) body.Append($" clip-path=\"url(#{prefix}c{NumberOf(clip)})\"");
        body.Append("/>\n");
    }

    private int NumberOf(Box clip)
    {
        var found = clips.IndexOf(clip);
        if (found < 0) clips.Add(clip);
        return found < 0 ? clips.Count - 1 : found;
    }
}
