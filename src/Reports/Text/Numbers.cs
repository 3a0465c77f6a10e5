using System.Globalization;
using Sweep.Contracts;

namespace Sweep.Reports.Text;

/// <summary>Numbers as people read them. Exact values belong to JSON and CSV.</summary>
public static class Numbers
{
    /// <summary>What stands for a value that is not there.</summary>
    public const string Absent = "-";

    /// <summary>A metric with four significant digits: <c>3.142</c>, <c>31.42</c>, <c>0.03142</c>, <c>3.142e+05</c>.</summary>
    public static string Metric(double? value) => value is { } v ? NumberFormat.For([v], NumberStyle.Measured).Text(v) : Absent;

    /// <summary>A number that somebody chose, exactly, as people write it: <c>0.1</c>, <c>1e-05</c>.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();

    /// <summary>A p-value: <c>0.031</c>, <c>0.420</c>, <c>&lt;0.001</c>.</summary>
    public static string Probability(double? p) => p switch
    {
        null => Absent,
        < 0.001 => "<0.001",
        _ => p.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A share in percent: <c>74 %</c>, <c>&lt;1 %</c>.</summary>
    public static string Percent(double share) =>
        share is > 0 and < 0.005 ? "<1 %" : (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Tokens per second: <c>950</c>, <c>69k</c>, <c>1.3M</c>; absent when 0.</summary>
    public static string Rate(double? perSecond) => perSecond is null or <= 0 ? Absent : Count(perSecond.Value);

    /// <summary>A large count, short: <c>950</c>, <c>9.5k</c>, <c>69k</c>, <c>1.3M</c>.</summary>
    public static string Count(double count) => count switch
    {
        double.NaN => Absent,
        < -999.5e12 or >= 999.5e12 => count.ToString("0.0e+00"),
        < 999.5 => count.ToString("F0"),
        < 9950 => (count / 1e3).ToString("F1") + "k",
        < 999500 => (count / 1e3).ToString("F0") + "k",
        < 9.95e6 => (count / 1e6).ToString("F1") + "M",
        < 999.5e6 => (count / 1e6).ToString("F0") + "M",
        _ => (count / 1e9).ToString("F1") + "G",
    };

    /// <summary>A duration: <c>0:07</c>, <c>12:34</c>, <c>1:02:03</c>, <c>3d 04:05</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var whole = Durations.FromSeconds(Math.Round(duration.TotalSeconds));
        if (whole.TotalHours < 1) return $"{whole.Minutes}:{whole.Seconds:00}";
        return whole.TotalDays < 1 ? $"{whole.Hours}:{whole.Minutes:00}:{whole.Seconds:00}"
            : $"{whole.Days}d {whole.Hours:00}:{whole.Minutes:00}";
    }

    /// <summary>Seconds with one decimal; those that no epoch takes, short.</summary>
    public static string Seconds(double seconds) => Math.Abs(seconds) < 1e9 ? seconds.ToString("F1") : Metric(seconds);

    /// <summary>Bytes in binary units: <c>15.6 GiB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1L << 10 => $"{bytes} B",
        < 1L << 20 => $"{bytes / (double)(1L << 10):F1} KiB",
        < 1L << 30 => $"{bytes / (double)(1L << 20):F1} MiB",
        _ => $"{bytes / (double)(1L << 30):F1} GiB",
    };

    /// <summary>One of 1 and <c>s</c> appended otherwise: <c>1 trial</c>, <c>2 trials</c>.</summary>
    public static string Plural(long count, string word) => count == 1 ? $"1 {word}" : $"{count:N0} {word}s";
}
