using System.Text.Json.Nodes;
using Sweep.Reports.Text;

namespace Sweep.Reports.Tables;

/// <summary>Moments: in UTC for scripts, in the reader's time zone for people.</summary>
public static class Times
{
    /// <summary>A cell with both; absent for null.</summary>
    public static Cell Of(DateTimeOffset? moment, TimeProvider time) =>
        moment is { } m ? new Cell(JsonValue.Create(Iso(m)), Local(m, time)) : new Cell(null, Numbers.Absent);

    /// <summary>Fixed-width UTC: <c>2026-03-01T12:00:00Z</c>.</summary>
    public static string Iso(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>In the reader's time zone: <c>2026-03-01 13:00</c>.</summary>
    public static string Local(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm");
}
