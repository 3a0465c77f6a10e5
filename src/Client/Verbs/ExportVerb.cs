using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Ledger.Copy;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Parameters;
using Sweep.Reports.Text;
using Sweep.Reports.Trials;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep export NAME</c>: the data of a sweep for other programs.</summary>
internal static class ExportVerb
{
    private enum ExportKind
    {
        Trials,
        Epochs,
        Leaderboard,
    }

    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var what = SharedOptions.OneOf<ExportKind>("--what", "What to export. Default: trials.");
        var format = SharedOptions.Format("csv");
        var to = new Option<string?>("--to")
        {
            Description = "Copies the whole sweep, as a ledger of its own, into this SQLite " +
            "file instead.",
            HelpName = "file.db"
        };
        var command = new Command("export", "Writes the trials, epochs or leaderboard of a sweep to standard output, exact and complete; " +
            "or brings the whole sweep home.") { name, what, format, to };
        var limit = SharedOptions.Limit(command, "Rows");
        var place = LedgerPlace.Options(command, context);
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(to) is { } file)
                return await BringHome(context, place(parsed), parsed.GetValue(name)!, context.Resolve(file));
            var form = SharedOptions.IsGiven(parsed, format) ? parsed.GetValue(format) : OutputFormat.Csv;
            await Write(context, parsed.GetValue(name)!, parsed.GetValue(what), place(parsed), form, limit(parsed));
            return ExitCodes.Done;
        });
        return command.Example("sweep export cells > trials.csv", "sweep export cells --what epochs > epochs.csv",
            "sweep export cells --what leaderboard --format json", "sweep export cells --cluster \"Host=db;Username=sweep\" --to cells.db");
    }

    private static async Task<int> BringHome(CliContext context, LedgerPlace place, string name, string file)
    {
        var sweep = await place.Find(place.Open(), name);
        var (trials, epochs) = await SweepCopy.To(place.Address, sweep.Name, file);
        context.Error.WriteLine($"sweep '{name}' is in {file}: {Numbers.Plural(trials, "trial")}, {Numbers.Plural(epochs, "epoch")}; " +
            $"'{Hints.Command(context, $"top {name}", file)}' ranks it there");
        return ExitCodes.Done;
    }

    private static async Task Write(
        CliContext context, string name, ExportKind what, LedgerPlace place, OutputFormat format, RowLimit limit)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        if (what == ExportKind.Epochs)
        {
            using var reports = ledger.ReadReports(name);
            Listing.Write(EpochTable.Of(reports, name, format == OutputFormat.Table), null, format, limit, context);
        }
        else if (what == ExportKind.Leaderboard)
        {
            var board = await LeaderboardReader.Read(ledger, sweep, limit.For(format));
            Listing.Write(board.Rows(format == OutputFormat.Table), board.Ranked.Count, format, limit, context);
        }
        else
        {
            using var trials = ledger.ReadTrials(name);
            var rows = TrialTable.Of(
                sweep, trials.Rows, VaryingParameters.Of(trials.Configs), format == OutputFormat.Table ? context.Time : null);
            Listing.Write(rows, trials.Count, format, limit, context);
        }
    }
}
