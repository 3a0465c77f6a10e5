using System.Data;
using System.Globalization;
using Dapper;

namespace Sweep.Experiments.Ledger.Storage;

/// <summary>Times as UTC text of fixed width, so that text order is time order.</summary>
internal sealed class UtcText : SqlMapper.TypeHandler<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string From(DateTimeOffset time) => time.ToUniversalTime().ToString(Format);

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

    public override DateTimeOffset Parse(object value) =>
        DateTimeOffset.ParseExact((string)value, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
