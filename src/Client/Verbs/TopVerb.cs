using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep top NAME</c>: the leaderboard.</summary>
internal sealed class TopVerb : IVerb
{
    private const int TableLimit = 20;

    public Command Build(CliContext context)
    {
        var (name, format) = (SharedOptions.SweepName(), SharedOptions.Format());
        var limit = new Option<int?>("--limit", "-n")
        {
            Description = $"Configurations to show. Default: {TableLimit} in a table, all as json or csv.",
            HelpName = "n",
            CustomParser = result => SharedOptions.Whole(result, 1, int.MaxValue) is { } n ? (int)n : null,
        };
        var command = new Command("top", "Ranks the configurations of a sweep by the mean of its metric over seeds; ties the data cannot separate are shown as ties.") { name, limit, format };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, place(parsed), parsed.GetValue(format), parsed.GetValue(limit)));
        return command.Example("sweep top cells", "sweep top cells --limit 3", "sweep top cells --format json");
    }

    private static async Task<int> Run(CliContext context, string name, LedgerPlace place, OutputFormat format, int? limit)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        var board = await LeaderboardReader.Read(ledger, sweep);
        var shown = limit ?? (format == OutputFormat.Table ? TableLimit : int.MaxValue);
        if (board.Ranked.Count > 0 || format != OutputFormat.Table) TableWriter.Write(board.Table(shown), format, context.Out, context.OutTerminal);
        else context.Error.WriteLine($"no trial of '{name}' has a result to rank yet");
        if (format == OutputFormat.Table)
        {
            if (board.Ranked.Count > shown) context.Error.WriteLine($"and {board.Ranked.Count - shown} more (--limit {board.Ranked.Count} shows all)");
            foreach (var line in board.Caption()) context.Error.WriteLine(line);
            if (FailureSummary.Of(await ledger.ListAttempts(name)) is { } failures) context.Error.WriteLine(failures);
        }
        foreach (var line in board.Warnings(place.State(sweep), place.Hint)) context.Error.WriteLine(line);
        return ExitCodes.Done;
    }
}
