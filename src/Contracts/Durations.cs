namespace Sweep.Contracts;

/// <summary>Spans of time from numbers that others wrote.</summary>
public static class Durations
{
    /// <summary>Longest span that is told from another: some three thousand years.</summary>
    private const double MostSeconds = 1e11;

    /// <summary>As a sweep file has it: <c>2h30m</c>, <c>45m</c>, <c>1.5s</c>.</summary>
    public static string Words(TimeSpan span) => string.Concat(
        new[] { (span.Days, "d"), (span.Hours, "h"), (span.Minutes, "m") }.Where(part => part.Item1 > 0)
            .Select(part => FormattableString.Invariant($"{part.Item1}{part.Item2}")))
        + (span.TotalSeconds % 60 is var seconds and > 0 ? FormattableString.Invariant($"{seconds:0.###}s") : "");

    /// <summary>The span of so many seconds: 0 for those below and for NaN, three thousand years for those above.</summary>
    public static TimeSpan FromSeconds(double seconds) =>
        TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : Math.Clamp(seconds, 0, MostSeconds));
}
