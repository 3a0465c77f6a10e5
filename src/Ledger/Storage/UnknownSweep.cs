using F23.StringSimilarity;

namespace Sweep.Ledger.Storage;

/// <summary>The message about a sweep that is not there.</summary>
internal static class UnknownSweep
{
    private const int Shown = 5;

    public static LedgerException In(LedgerAddress ledger, string name, IEnumerable<string> names)
    {
        var distance = new Damerau();
        List<string> near = [.. names.OrderBy(other => distance.Distance(name, other)).Take(Shown)];
        var found = near.Count == 0 ? "it holds no sweep yet"
            : $"the nearest it holds: {string.Join(", ", near.Select(other => $"'{other}'"))}";
        return new LedgerException($"ledger '{ledger.Display}' has no sweep '{name}'; {found}. 'ls' lists them all; " +
            $"{(ledger is SqliteAddress ? "--db" : "--cluster")} names another ledger", true);
    }
}
