namespace Sweep.Contracts;

/// <summary>Spans of time from numbers that others wrote.</summary>
public static class Durations
{
    /// <summary>Longest span that is told from another: some three thousand years.</summary>
    private const double MostSeconds = 1e11;

    /// <summary>The span of so many seconds, for every number: 0 for those below and for what is none,
    /// three thousand years for those above.</summary>
    public static TimeSpan FromSeconds(double seconds) =>
        TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : Math.Clamp(seconds, 0, MostSeconds));
}
