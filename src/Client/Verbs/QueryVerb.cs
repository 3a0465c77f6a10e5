using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep query "SQL"</c>: the user's own question to the ledger, which it can only read.</summary>
internal static class QueryVerb
{
    public static Command Build(CliContext context)
    {
        var sql = new Argument<string>("sql") { Description = "One SELECT over the views sweeps, trials, attempts, epochs and leaderboard (docs/ledger.md)." };
        var format = SharedOptions.Format();
        var command = new Command("query", "Answers an SQL question about the ledger. It can only read.") { sql, format };
        var limit = SharedOptions.Limit(command, "Rows");
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) =>
        {
            using var rows = place(parsed).Open().Query(parsed.GetValue(sql)!);
            QueryPage.Write(rows, parsed.GetValue(format), limit(parsed), context);
            return Task.FromResult(ExitCodes.Done);
        });
        return command.Example(
            "sweep query \"select status, count(*) from trials group by status\"",
            "sweep query \"select epoch, val_perplexity from epochs where sweep = 'cells' and trial = 3\" --format csv");
    }
}
