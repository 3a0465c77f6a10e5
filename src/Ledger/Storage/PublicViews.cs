using System.Text.RegularExpressions;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <summary>The names that people's SQL may rely on (docs/ledger.md), and what a wrong name was meant to be.
/// The same for every database.</summary>
internal static partial class PublicViews
{
    public static readonly Dictionary<string, string[]> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sweeps"] = ["name", "status", "experiment", "metric", "goal", "replicates", "trials", "final_trials", "created_at", "ended_at",
            "description", "base_folder", "yaml", "summary"],
        ["trials"] = ["sweep", "number", "status", "config", "seed", "attempts", "metric", "best_epoch", "slot", "started_at", "ended_at",
            "reason", "replicate", "failures", "epochs_done", "epochs", "floor", "corpus_sha256", "cost_key"],
        ["attempts"] = ["sweep", "trial", "attempt", "slot", "started_at", "ended_at", "outcome", "reason", "stderr_tail", "made_by"],
        ["epochs"] = ["sweep", "trial", "epoch", "train_perplexity", "val_perplexity", "tokens_per_second", "seconds", "metrics", "attempt",
            "reported_at"],
        ["leaderboard"] = ["sweep", "rank", "config", "replicates", "mean", "std", "best", "trials", "diverged", "failed", "floor",
            "excess", "below_floor"],
        ["decisions"] = ["sweep", "number", "kind", "trial", "seen", "reason", "evidence", "parent", "parent_epoch", "decided_at"],
    };

    /// <summary>Tables behind the views, which a reader takes for them.</summary>
    private static readonly Dictionary<string, string> Private = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sweep"] = "sweeps",
        ["trial"] = "trials",
        ["attempt"] = "attempts",
        ["report"] = "epochs",
        ["config"] = "leaderboard",
        ["decision"] = "decisions",
    };

    /// <summary>What is wrong with SQL that reads a private table in the place of a view; null when it reads none.</summary>
    public static string? PrivateTable(string sql)
    {
        var bare = Inert().Replace(sql, inert => inert.Value[0] == '"' ? inert.Value : " ''");
        return Sources([.. Token().Matches(bare).Select(token => token.Value)])
            .FirstOrDefault(name => Private.ContainsKey(name) && !Defines(bare, name)) is { } found
            ? $"the table '{found}' is private and may change with every version; did you mean '{Private[found]}'? The views are sweeps, " +
                "trials, attempts, epochs, leaderboard and decisions"
            : null;
    }

    /// <summary><c>; did you mean 'trials'?</c> for the name of a table that is not there, or nothing.</summary>
    public static string ForTable(string name) => Suggestion.For(name.Split('.')[^1], Columns.Keys);

    /// <summary><c>; did you mean 'val_perplexity'?</c> for the name of a column that is not there, or nothing;
    /// columns of the views that the SQL names come first.</summary>
    public static string ForColumn(string name, string sql)
    {
        var named = Columns.Where(view => Regex.IsMatch(sql, $@"\b{view.Key}\b", RegexOptions.IgnoreCase)).SelectMany(view => view.Value)
            .Distinct();
        return Suggestion.For(name.Split('.')[^1], named);
    }

    /// <summary>A query may give a name of its own to what it selects: <c>with trial as (...)</c>.</summary>
    private static bool Defines(string sql, string name) =>
        Regex.IsMatch(sql, $@"\b{Regex.Escape(name)}\b[^()]*(\([^()]*\))?\s+as\s+(not\s+|materialized\s+)*\(", RegexOptions.IgnoreCase);

    /// <summary>Names that stand where a query takes its rows from.
    /// Other words 'from' are no such place: <c>is distinct from</c>, <c>trim(both ' ' from x)</c>.</summary>
    private static IEnumerable<string> Sources(string[] tokens)
    {
        // Whether a 'select' was met, for each parenthesis that is open.
        var selects = new Stack<bool>([false]);
        for (var i = 0; i < tokens.Length; i++)
        {
            switch (tokens[i].ToUpperInvariant())
            {
                case "(":
                    selects.Push(false);
                    break;
                case ")" when selects.Count > 1:
                    selects.Pop();
                    break;
                case "SELECT" or ";":
                    selects.Pop();
                    selects.Push(tokens[i] != ";");
                    break;
                case "JOIN" when At(i + 2) is not ("." or "("):
                case "FROM" when selects.Peek() && !At(i - 1).Equals("distinct", StringComparison.OrdinalIgnoreCase)
                    && At(i + 2) is not ("." or "("):
                    yield return At(i + 1).Trim('"');
                    break;
            }
        }

        string At(int place) => place >= 0 && place < tokens.Length ? tokens[place] : "";
    }

    /// <summary>Texts and comments, which name nothing; and quoted names, which may look like the beginning of one.</summary>
    [GeneratedRegex(@"'([^']|'')*'|--[^\n]*|/\*.*?\*/|""([^""]|"""")*""", RegexOptions.Singleline)]
    private static partial Regex Inert();

    [GeneratedRegex(@"""([^""]|"""")*""|[A-Za-z_][A-Za-z_0-9]*|\S")]
    private static partial Regex Token();
}
