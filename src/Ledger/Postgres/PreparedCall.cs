using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Sweep.Ledger.Postgres;

/// <summary>A statement as the server knows it: with the types of its values and, for many rows at once, as one statement over arrays.
/// What a server does for each statement costs it several times what a row costs.</summary>
internal sealed partial class PreparedCall
{
    private readonly string sql;
    private readonly NpgsqlDbType[] types;
    private readonly string? overArrays;

    private PreparedCall(string sql, NpgsqlDbType[] types)
    {
        (this.sql, this.types) = (sql, types);
        string?[] names = [.. types.Select(Name)];
        if (names.Length > 0 && !names.Contains(null)) overArrays = OverArrays(sql, names!);
    }

    /// <summary>Asks the server for the types of the values: a null has none by itself, and a statement is prepared for one list of
    /// types.</summary>
    public static PreparedCall Of(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(Value().Replace(sql, "@p$1"), connection);
        NpgsqlCommandBuilder.DeriveParameters(command);
        var byNumber = command.Parameters.OrderBy(p => int.Parse(p.ParameterName.AsSpan(1), CultureInfo.InvariantCulture));
        return new PreparedCall(sql, [.. byNumber.Select(p => p.NpgsqlDbType)]);
    }

    /// <summary>The statement once for each row of values: as one where it can be, otherwise one after the other.</summary>
    public IEnumerable<NpgsqlBatchCommand> For(IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 1 || overArrays is null) return rows.Select(One);
        var command = new NpgsqlBatchCommand(overArrays);
        for (var i = 0; i < types.Length; i++)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | types[i], Value = Column(rows, i, types[i]) });
        return [command];
    }

    /// <summary>The statement over arrays: <c>$1</c> holds the first value of every row, and so on. Null where the text is none of the
    /// four kinds that it knows, takes locks, whose order counts, or returns the rows that it writes.</summary>
    /// <remarks><c>OFFSET 0</c> has the planner look up row by row, and not join the other way round.</remarks>
    /// <param name="sql">The statement about one row.</param>
    /// <param name="types">What the server calls the types of its values: <c>bigint</c>.</param>
    internal static string? OverArrays(string sql, IReadOnlyList<string> types)
    {
        if (StaysOne().IsMatch(sql)) return null;
        var arrays = string.Join(", ", types.Select((type, i) => $"${i + 1}::{type}[]"));
        var rows = $"unnest({arrays}) AS row_of ({string.Join(", ", types.Select((_, i) => $"p{i + 1}"))})";
        var one = Value().Replace(sql, "row_of.p$1");
        if (Insert().Match(one) is { Success: true } insert)
        {
            var values = $"{rows}, LATERAL ({insert.Groups["values"]}) new_row";
            return $"{insert.Groups["into"]} SELECT new_row.* FROM {values}{insert.Groups["then"]}";
        }

        if (Change().Match(one) is { Success: true } change)
        {
            var from = change.Groups["verb"].Value == "DELETE" ? "USING" : "FROM";
            return $"{change.Groups["head"]} {from} {rows} {change.Groups["where"]}";
        }

        return one.StartsWith("SELECT ", StringComparison.Ordinal)
            ? $"SELECT found.* FROM {rows}, LATERAL ({one} OFFSET 0) found" : null;
    }

    private NpgsqlBatchCommand One(object?[] row)
    {
        var command = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < types.Length; i++)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = types[i], Value = Written(row[i]) ?? DBNull.Value });
        return command;
    }

    private static Array Column(IReadOnlyList<object?[]> rows, int column, NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Bigint => Numbers(rows, column, value => Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        NpgsqlDbType.Integer => Numbers(rows, column, value => Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        NpgsqlDbType.Double => Numbers(rows, column, value => Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => rows.Select(row => (string?)Written(row[column])).ToArray(),
    };

    private static T?[] Numbers<T>(IReadOnlyList<object?[]> rows, int column, Func<object, T> read)
        where T : struct => [.. rows.Select(row => Written(row[column]) is { } value ? read(value) : (T?)null)];

    /// <summary>Not a number has no place in the ledger: null is what it says instead.</summary>
    private static object? Written(object? value) => value switch
    {
        double.NaN => null,
        string text => Clean(text),
        _ => value,
    };

    /// <summary>Text without the two things PostgreSQL refuses, NUL and halves of surrogate pairs,
    /// which a dying worker's last words may hold.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(c => c == '\0' || char.IsSurrogate(c))) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }

    /// <summary>What PostgreSQL calls the types that a ledger has.</summary>
    private static string? Name(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Integer => "integer",
        NpgsqlDbType.Double => "double precision",
        NpgsqlDbType.Text => "text",
        _ => null,
    };

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Value();

    [GeneratedRegex(@"^(?<into>INSERT INTO .*?)\s(?<values>VALUES\s.*?)(?<then>\sON CONFLICT .*)?$", RegexOptions.Singleline)]
    private static partial Regex Insert();

    [GeneratedRegex(@"^(?<head>(?<verb>UPDATE|DELETE)\s((?!WHERE).)*)\s(?<where>WHERE\s((?!WHERE).)*)$", RegexOptions.Singleline)]
    private static partial Regex Change();

    [GeneratedRegex(@"\b(FOR|RETURNING)\b")]
    private static partial Regex StaysOne();
}
