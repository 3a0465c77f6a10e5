using Spectre.Console.Rendering;

namespace Sweep.Client.Rendering;

/// <summary>Shows something line by line as if there were room for it: what is wider than the terminal is cut off with an ellipsis, and
/// never wrapped, so that the number of lines is known.</summary>
/// <param name="isUnicode">False where only ASCII can be shown.</param>
internal sealed class Cropped(IRenderable inner, bool isUnicode) : Renderable
{
    private const int Unlimited = 4000;

    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        var widest = Math.Min(maxWidth, inner.Measure(options, Unlimited).Max);
        return new Measurement(widest, widest);
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = Segment.SplitLines(inner.Render(options, Unlimited));
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0) yield return Segment.LineBreak;
            foreach (var segment in Fit(lines[i], maxWidth)) yield return segment;
        }
    }

    private List<Segment> Fit(List<Segment> line, int width)
    {
        // Blanks at the end are columns that are filled up.
        while (line.Count > 0 && string.IsNullOrWhiteSpace(line[^1].Text)) line.RemoveAt(line.Count - 1);
        if (Segment.CellCount(line) <= width) return line;
        var ellipsis = new Segment(isUnicode ? "…" : "...");
        return [.. Segment.Truncate(line, width - ellipsis.Text.Length), ellipsis];
    }
}
