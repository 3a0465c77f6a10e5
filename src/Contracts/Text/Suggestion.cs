using F23.StringSimilarity;

namespace Sweep.Contracts.Text;

/// <summary>Finds what a misspelt word was meant to be.</summary>
public static class Suggestion
{
    private const int MostCandidates = 200;

    private static readonly Damerau Distance = new();

    /// <summary><c>; did you mean 'lstm'?</c>, or nothing when no known word is near.</summary>
    public static string For(string? word, IEnumerable<string> known) =>
        Nearest(word, known) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>The known word with the fewest typing errors (a swap of neighbours counts as one), when these are few enough.</summary>
    public static string? Nearest(string? word, IEnumerable<string> known)
    {
        if (word is null or { Length: 0 or > 60 }) return null;
        var allowed = word.Length <= 3 ? 1 : word.Length <= 6 ? 2 : 3;
        var lower = word.ToLowerInvariant().Replace('-', '_');
        return known
            .Take(MostCandidates)
            // Two words are at least as many errors apart as their lengths: most need no comparison.
            .Where(candidate => Math.Abs(candidate.Length - lower.Length) <= allowed)
            .Select(candidate => (Word: candidate, Errors: Distance.Distance(lower, candidate.ToLowerInvariant().Replace('-', '_'))))
            .Where(pair => pair.Errors <= allowed && pair.Errors < pair.Word.Length)
            .OrderBy(pair => pair.Errors)
            .ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .Select(pair => pair.Word)
            .FirstOrDefault();
    }

    /// <summary>The first few of the known words, for a message.</summary>
    public static string List(IEnumerable<string> words, int most = 30)
    {
        var all = words.ToList();
        return all.Count <= most ? string.Join(", ", all) : string.Join(", ", all.Take(most)) + $" and {all.Count - most} more";
    }
}
