using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Trials;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep top NAME</c>: the leaderboard.</summary>
internal static class TopVerb
{
    public static Command Build(CliContext context)
    {
        var (name, format) = (SharedOptions.SweepName(), SharedOptions.Format());
        var command = new Command("top", "Ranks the configurations of a sweep by the mean of its metric over seeds; ties the data cannot separate are shown as ties.") { name, format };
        var limit = SharedOptions.Limit(command, "Configurations");
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, place(parsed), parsed.GetValue(format), limit(parsed)));
        return command.Example("sweep top cells", "sweep top cells --limit 3", "sweep top cells --all", "sweep top cells --format json");
    }

    private static async Task<int> Run(CliContext context, string name, LedgerPlace place, OutputFormat format, RowLimit limit)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        var board = await LeaderboardReader.Read(ledger, sweep, limit.For(format));
        if (board.Ranked.Count > 0 || format != OutputFormat.Table) Listing.Write(board.Rows(format == OutputFormat.Table), board.Ranked.Count, format, limit, context);
        else context.Error.WriteLine($"no trial of '{name}' has a result to rank yet");
        if (format == OutputFormat.Table)
        {
            foreach (var line in board.Caption()) context.Error.WriteLine(line);
            if (FailureSummary.Of(await ledger.CountOutcomes(name)) is { } failures) context.Error.WriteLine(failures);
        }
        foreach (var line in board.Warnings(place.State(sweep), place.Hint)) context.Error.WriteLine(line);
        return ExitCodes.Done;
    }
}
