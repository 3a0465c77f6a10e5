namespace Sweep.Reports.Text;

/// <summary>A curve as one line of text: each value a bar of one of eight heights.</summary>
public static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>The curve of finite values, in at most <paramref name="width"/> characters (the mean of neighbours where there are
    /// more); empty for no values.</summary>
    public static string Of(IReadOnlyList<double> values, int width = 60)
    {
        if (values.Count == 0) return "";
        var points = Shrink(values, Math.Min(width, values.Count));
        var (low, high) = (points.Min(), points.Max());
        return string.Concat(points.Select(p => Bars[high > low ? (int)Math.Round((p - low) / (high - low) * (Bars.Length - 1)) : 0]));
    }

    private static List<double> Shrink(IReadOnlyList<double> values, int count) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var (from, to) = ((int)((long)i * values.Count / count), (int)((long)(i + 1) * values.Count / count));
            return values.Skip(from).Take(to - from).Average();
        })];
}
