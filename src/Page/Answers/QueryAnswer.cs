using Sweep.Ledger;
using Sweep.Page.Sources;

namespace Sweep.Page.Answers;

/// <summary>The answer to people's own SQL, which only reads.</summary>
/// <param name="source">The ledger.</param>
internal sealed class QueryAnswer(IPageSource source)
{
    /// <summary>Rows unless others are asked for, and at most.</summary>
    public const int DefaultRows = 1000, MostRows = 10_000;

    /// <summary>Characters of one value: a page is no place for more.</summary>
    private const int LongestValue = 10_000;

    /// <exception cref="PageRefusedException">The SQL has a mistake, or would write.</exception>
    public object Make(string sql, int limit)
    {
        if (source.Open() is not { } ledger) throw PageRefusedException.NotFound($"there is no ledger at {source.Ledger} yet");
        try
        {
            using var answer = ledger.Query(sql);
            var rows = answer.Rows.Take(limit + 1).Select(row => row.Select(Shown).ToList()).ToList();
            return new { answer.Columns, Rows = rows.Take(limit), More = rows.Count > limit };
        }
        catch (LedgerException e) when (e.IsInputError)
        {
            throw PageRefusedException.BadInput(e.Message);
        }
    }

    private static object? Shown(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, LongestValue / 2))),
        string text when text.Length > LongestValue => text[..LongestValue] + "…",
        _ => value,
    };
}
