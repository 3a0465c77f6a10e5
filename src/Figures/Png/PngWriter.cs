using SkiaSharp;
using Sweep.Contracts.Text;
using Sweep.Figures.Marks;

namespace Sweep.Figures.Png;

/// <summary>Writes a figure as PNG, in exactly its own size (fractions of a pixel are rounded up).</summary>
public sealed class PngWriter : IDisposable
{
    private readonly SKCanvas canvas;
    private readonly PngFonts fonts = new();
    private readonly bool isDark;

    private PngWriter(SKCanvas canvas, bool isDark) => (this.canvas, this.isDark) = (canvas, isDark);

    /// <summary>The bytes of a PNG file.</summary>
    /// <exception cref="PngException">This machine has no font, or cannot draw.</exception>
    public static byte[] File(Figure figure, bool isDark)
    {
        try
        {
            using var bitmap = new SKBitmap((int)Math.Ceiling(figure.Width), (int)Math.Ceiling(figure.Height));
            using var canvas = new SKCanvas(bitmap);
            using (var writer = new PngWriter(canvas, isDark)) writer.Draw(figure);
            canvas.Flush();
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            return data.ToArray();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new PngException("this machine cannot draw PNG (libSkiaSharp was not found); write SVG, which needs nothing", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => fonts.Dispose();

    private void Draw(Figure figure)
    {
        canvas.Clear(Colour(Ink.Paper, 1));
        foreach (var mark in figure.Marks)
        {
            canvas.Save();
            if (mark.Clip is { } clip) canvas.ClipRect(Rect(clip));
            Draw(mark);
            canvas.Restore();
        }
    }

    private void Draw(Mark mark)
    {
        switch (mark)
        {
            case LinesMark lines:
                using (var path = Path(lines.Lines))
                using (var paint = Paint(mark, SKPaintStyle.Stroke))
                using (var dash = lines.IsDashed ? SKPathEffect.CreateDash([5, 4], 0) : null)
                {
                    (paint.StrokeWidth, paint.StrokeJoin, paint.PathEffect) = ((float)lines.Width, SKStrokeJoin.Round, dash);
                    canvas.DrawPath(path, paint);
                }

                break;
            case AreaMark area:
                using (var path = Path([area.Outline]))
                using (var paint = Paint(mark, SKPaintStyle.Fill)) canvas.DrawPath(path, paint);
                break;
            case BoxesMark boxes:
                using (var paint = Paint(mark, SKPaintStyle.Fill)) foreach (var box in boxes.Boxes) canvas.DrawRect(Rect(box), paint);
                break;
            case DotsMark dots:
                using (var paint = Paint(mark, SKPaintStyle.Fill))
                {
                    foreach (var dot in dots.Points.Where(dot => dot.IsKnown))
                        canvas.DrawCircle((float)dot.X, (float)dot.Y, (float)dots.Radius, paint);
                }

                break;
            case TextMark text:
                Draw(text);
                break;
        }
    }

    private void Draw(TextMark text)
    {
        var runs = fonts.Runs(Printable.Line(text.Text), text.IsBold);
        using var paint = Paint(text, SKPaintStyle.Fill);
        paint.TextSize = (float)text.Size;
        var width = runs.Sum(run => Measure(run, paint));
        canvas.Translate((float)text.At.X, (float)text.At.Y);
        var from = text.Anchor switch { TextAnchor.Middle => -width / 2, TextAnchor.End => -width, _ => 0 };
        if (text.HasHalo)
        {
            using var halo = paint.Clone();
            (halo.Style, halo.StrokeWidth, halo.StrokeJoin) = (SKPaintStyle.Stroke, 3, SKStrokeJoin.Round);
            halo.Color = Colour(Ink.Paper, 1);
            Write(runs, from, halo);
        }

        Write(runs, from, paint);
    }

    private void Write(IReadOnlyList<FontRun> runs, float x, SKPaint paint)
    {
        foreach (var run in runs)
        {
            var width = Measure(run, paint);
            canvas.DrawText(run.Text, x, 0, paint);
            x += width;
        }
    }

    private static float Measure(FontRun run, SKPaint paint)
    {
        paint.Typeface = run.Face;
        return paint.MeasureText(run.Text);
    }

    private SKPaint Paint(Mark mark, SKPaintStyle style) => new()
    {
        Color = Colour(mark.Ink, mark.Opacity),
        Style = style,
        IsAntialias = true,
        SubpixelText = true,
    };

    private SKColor Colour(Ink ink, double opacity) =>
        new((uint)ink.On(isDark) | ((uint)Math.Round(255 * Math.Clamp(opacity, 0, 1)) << 24));

    private static SKRect Rect(Box box) => new((float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom);

    private static SKPath Path(IEnumerable<IReadOnlyList<Dot>> lines)
    {
        var path = new SKPath();
        foreach (var line in lines)
        {
            var isFirst = true;
            foreach (var dot in line)
            {
                // What is nowhere parts a line in two.
                if (dot.IsKnown && isFirst) path.MoveTo((float)dot.X, (float)dot.Y);
                else if (dot.IsKnown) path.LineTo((float)dot.X, (float)dot.Y);
                isFirst = !dot.IsKnown;
            }
        }

        return path;
    }
}

/// <summary>A PNG that this machine cannot draw; the message says why and the way out.</summary>
public sealed class PngException(string message, Exception? inner = null) : Exception(message, inner);
