using System.Text;

namespace Sweep.Ledger.Postgres;

/// <summary>Values as PostgreSQL can hold them.</summary>
internal static class PostgresText
{
    /// <summary>Text without the two things it refuses, NUL and halves of surrogate pairs, which a dying worker's last words may hold.</summary>
    public static string? Clean(string? text)
    {
        if (text is null || !NeedsCare(text)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }

    /// <summary>Not a number has no place in the ledger; null is what it says instead.</summary>
    public static double? Number(double? value) => value is double.NaN ? null : value;

    private static bool NeedsCare(string text) => text.Any(c => c == '\0' || char.IsSurrogate(c));
}
