using System.Globalization;
using System.Text;
using Sweep.Figures.Marks;

namespace Sweep.Figures.Svg;

/// <summary>Writes the data of paths shortly: tenths of a pixel, steps instead of places.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder text = new();
    private long x;
    private long y;

    /// <summary>Lines through points; a point that is nowhere (NaN) parts a line in two.</summary>
    public static string Lines(IEnumerable<IReadOnlyList<Dot>> lines)
    {
        var path = new SvgPath();
        foreach (var line in lines)
        {
            var isFirst = true;
            foreach (var point in line)
            {
                if (point.IsKnown && isFirst) path.Move(point);
                else if (point.IsKnown) path.Line(point);
                isFirst = !point.IsKnown;
            }
        }

        return path.text.ToString();
    }

    /// <summary>The area inside of points.</summary>
    public static string Area(IReadOnlyList<Dot> outline) => Lines([outline]) + "Z";

    public static string Boxes(IEnumerable<Box> boxes)
    {
        var path = new SvgPath();
        foreach (var box in boxes)
        {
            path.Move(new Dot(box.Left, box.Top));
            var (width, height) = (Tenths(box.Right) - Tenths(box.Left), Tenths(box.Bottom) - Tenths(box.Top));
            path.text.Append(CultureInfo.InvariantCulture, $"h{Number(width)}v{Number(height)}h{Number(-width)}z");
        }

        return path.text.ToString();
    }

    /// <summary>Lines of no length, which round caps make circles.</summary>
    public static string Dots(IEnumerable<Dot> points)
    {
        var path = new SvgPath();
        foreach (var point in points.Where(point => point.IsKnown))
        {
            path.Move(point);
            path.text.Append("h0");
        }

        return path.text.ToString();
    }

    /// <summary>A length in tenths of a pixel.</summary>
    public static string Number(double value) => Number(Tenths(value));

    private static string Number(long tenths)
    {
        var sign = tenths < 0 ? "-" : "";
        var (whole, part) = (Math.Abs(tenths) / 10, Math.Abs(tenths) % 10);
        return part == 0 ? $"{sign}{whole}" : whole == 0 ? $"{sign}.{part}" : $"{sign}{whole}.{part}";
    }

    private void Move(Dot to)
    {
        (x, y) = (Tenths(to.X), Tenths(to.Y));
        text.Append('M').Append(Number(x));
        Next(y);
    }

    private void Line(Dot to)
    {
        var (dx, dy) = (Tenths(to.X) - x, Tenths(to.Y) - y);
        if (dx == 0 && dy == 0) return;
        (x, y) = (x + dx, y + dy);
        text.Append('l').Append(Number(dx));
        Next(dy);
    }

    /// <summary>The second number of a pair: a sign parts it from the first one, too.</summary>
    private void Next(long tenths)
    {
        if (tenths >= 0) text.Append(' ');
        text.Append(Number(tenths));
    }

    private static long Tenths(double value) => (long)Math.Round(value * 10);
}
