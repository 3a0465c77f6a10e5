namespace Sweep.Reports.Text;

/// <summary>A curve as one line of text: each value a bar of one of eight heights.</summary>
public static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>Low to high where only ASCII can be shown.</summary>
    private const string Plain = "_.-~=*^#";

    /// <summary>The curve of finite values, in at most so many characters (the mean of neighbours where there are more); empty for no
    /// values.</summary>
    public static string Of(IReadOnlyList<double> values, int width = 60, bool isUnicode = true)
    {
        if (values.Count == 0) return "";
        var points = Shrink(values, Math.Min(width, values.Count));
        var bars = isUnicode ? Bars : Plain;
        var (low, high) = (points.Min(), points.Max());
        return string.Concat(points.Select(p => bars[high > low ? (int)Math.Round((p - low) / (high - low) * (bars.Length - 1)) : 0]));
    }

    private static List<double> Shrink(IReadOnlyList<double> values, int count) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var (from, to) = ((int)((long)i * values.Count / count), (int)((long)(i + 1) * values.Count / count));
            return values.Skip(from).Take(to - from).Average();
        })];
}
