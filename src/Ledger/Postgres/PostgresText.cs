using System.Text;

namespace Sweep.Ledger.Postgres;

/// <summary>Values as PostgreSQL can hold them.</summary>
internal static class PostgresText
{
    /// <summary>A value as a parameter; not a number has no place in the ledger: NULL is what it says instead.</summary>
    public static object Value(object? value) => value switch
    {
        null or double.NaN => DBNull.Value,
        string text => Clean(text),
        _ => value,
    };

    /// <summary>Text without the two things it refuses, NUL and halves of surrogate pairs,
    /// which a dying worker's last words may hold.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(c => c == '\0' || char.IsSurrogate(c))) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }
}
