using System.Data;
using System.Globalization;
using Dapper;

namespace Sweep.Ledger.Storage;

/// <summary>Times as UTC text of fixed width, so that text order is time order.</summary>
internal sealed class UtcText : SqlMapper.TypeHandler<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string From(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string? From(DateTimeOffset? time) => time is { } known ? From(known) : null;

    /// <summary>Registers the form with Dapper; must come before the first query, whose reader Dapper keeps.</summary>
    public static void Register()
    {
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new UtcText());
    }

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.String;
        parameter.Value = From(value);
    }

    public override DateTimeOffset Parse(object value) => Parse((string)value);

    /// <exception cref="FormatException">It has another form.</exception>
    public static DateTimeOffset Parse(string text) =>
        // The form is the round-trip form of UTC, which .NET reads many times faster than a pattern; the pattern says what is wrong.
        text.EndsWith('Z') && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : DateTimeOffset.ParseExact(
                text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
