using Sweep.Ledger;
using Sweep.Page.Sources;

namespace Sweep.Page.Answers;

/// <summary>The answer to people's own SQL, which only reads.</summary>
/// <param name="clock">Ends what takes too long.</param>
internal sealed class QueryAnswer(IPageSource source, TimeProvider clock)
{
    /// <summary>Rows unless others are asked for, and at most.</summary>
    public const int DefaultRows = 1000, MostRows = 10_000;

    /// <summary>Characters of one value: a page is no place for more.</summary>
    private const int LongestValue = 10_000;

    /// <summary>A query takes no longer: whoever waits in a browser has given up by then, and the server works for others, too.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <exception cref="PageRefusedException">The SQL has a mistake, or would write, or takes too long.</exception>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public async Task<object> Make(string sql, int limit, CancellationToken gone)
    {
        using var late = new CancellationTokenSource(Longest, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        try
        {
            return await Task.Run(() => Rows(sql, limit, both.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            throw PageRefusedException.Unavailable(
                $"the query took longer than {Longest.TotalSeconds:0} seconds, the most that a page waits: ask for less, or type " +
                    $"{source.Hint("query")}, which has no limit");
        }
    }

    private object Rows(string sql, int limit, CancellationToken cancel)
    {
        if (source.Open() is not { } ledger) throw PageRefusedException.NotFound($"there is no ledger at {source.Ledger} yet");
        try
        {
            using var answer = ledger.QueryUntil(sql, cancel);
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
