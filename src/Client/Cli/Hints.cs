namespace Sweep.Client.Cli;

/// <summary>Commands to type next.</summary>
internal static class Hints
{
    /// <summary>Set by the launcher to the name it was called by.</summary>
    private const string Variable = "SWEEP_COMMAND";

    /// <summary>The ledger of those who name none.</summary>
    public const string StandardLedger = "sweep.db";

    /// <summary><c>./sweep top cells</c>, with <c>--db</c> where the ledger is not the standard one.</summary>
    public static string Command(CliContext context, string verb, string db) =>
        $"{Plain(context, verb)}{(db == StandardLedger ? "" : $" --db {Quote(db)}")}";

    /// <summary><c>./sweep run FILE</c>: a command that reads no ledger, or stands for any.</summary>
    public static string Plain(CliContext context, string words) =>
        $"{(context.Variable(Variable) is { Length: > 0 } name ? name : "sweep")} {words}";

    /// <summary>A word as a shell takes it.</summary>
    public static string Quote(string word) => word.All(c => char.IsLetterOrDigit(c) || "/._-+".Contains(c, StringComparison.Ordinal))
        ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
