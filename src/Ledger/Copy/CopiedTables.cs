namespace Sweep.Ledger.Copy;

/// <summary>The tables of a ledger and their columns, the same in every database.</summary>
internal static class CopiedTables
{
    /// <summary>What columns that older ledgers lack hold there.</summary>
    private static readonly Dictionary<string, string> Missing = new()
    {
        ["made_by"] = "NULL",
        ["made_command"] = "NULL",
        ["summary"] = "'best'",
        ["facts"] = "NULL",
        ["known"] = "NULL",
        ["goals"] = "NULL",
        ["others"] = "NULL",
    };

    public static Table Sweep { get; } = new(
        "sweep", "id", true, "name", "yaml", "base_folder", "description", "experiment", "metric", "maximize", "replicates", "status",
        "coordinator", "created_at", "ended_at", "summary", "facts", "known", "goals");

    public static Table Config { get; } = new(
        "config", "id", true, "sweep_id", "text", "first_trial", "floor", "tier", "score", "error2", "replicates", "mean", "std", "best",
        "diverged", "failed");

    public static Table Trial { get; } = new(
        "trial", "id", true, "sweep_id", "number", "config_id", "replicate", "seed", "status", "attempts", "failures", "metric",
        "best_epoch", "epochs_done", "epochs", "slot",
        "started_at", "ended_at", "reason", "floor", "corpus_sha256", "cost_key");

    public static Table Attempt { get; } = new(
        "attempt", "trial_id, number", false, "trial_id", "number", "slot", "started_at", "ended_at", "outcome", "reason", "stderr_tail",
        "made_by", "made_command");

    public static Table Report { get; } = new(
        "report", "trial_id, epoch", false, "trial_id", "epoch", "attempt", "metric", "train_perplexity", "val_perplexity",
        "tokens_per_second", "seconds", "metrics", "reported_at");

    /// <summary>Ledgers of the first five versions have none.</summary>
    public static Table Event { get; } = new(
        "event", "number", false, "sweep_id", "number", "kind", "trial", "epoch", "value", "status", "others");

    /// <summary>Ledgers of the first five versions have none.</summary>
    public static Table Decision { get; } = new(
        "decision", "number", false, "sweep_id", "number", "seen", "kind", "trial", "parent", "parent_epoch", "reason", "evidence",
        "decided_at");

    /// <summary>One table.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Order">Columns by which its rows are read.</param>
    /// <param name="HasId">True when each row has an id that the target gives anew.</param>
    /// <param name="Columns">Columns that are copied.</param>
    internal sealed record Table(string Name, string Order, bool HasId, params string[] Columns)
    {
        /// <summary>What is selected, in this order.</summary>
        /// <param name="there">Columns that the table has: in a ledger of an older version the newest are missing.</param>
        public string Select(IReadOnlySet<string> there) => string.Join(", ", (HasId ? ["id", .. Columns] : Columns)
            .Select(column => there.Contains(column) ? column : $"{InPlaceOf(column)} AS {column}"));

        /// <summary>What stands for a column that an older ledger lacks.</summary>
        public static string InPlaceOf(string column) => Missing[column];

        public string Insert { get; } =
            $"INSERT INTO {Name} ({string.Join(", ", Columns)}) VALUES " +
                $"({string.Join(", ", Columns.Select((_, index) => $"${index + 1}"))})";

        /// <summary>Place of a column among <see cref="Columns"/>.</summary>
        public int this[string column] => Array.IndexOf(Columns, column);
    }
}
