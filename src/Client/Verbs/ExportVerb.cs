using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Exports;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Contracts.Text;
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

    /// <summary>Forms of other programs: a whole sweep each, but for <see cref="Parquet"/>, which is a table.</summary>
    private enum ExportFormat
    {
        Csv,
        Json,
        Table,
        Parquet,
        Tensorboard,
        Mlflow,
        Optuna,
    }

    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var what = SharedOptions.OneOf<ExportKind>("--what", "What to export. Default: trials.");
        var format = SharedOptions.OneOf<ExportFormat>(
            "--format", "Form of the data: csv, json and table go to standard output; parquet (a table too), tensorboard, mlflow (its " +
            "file store) and optuna (its SQLite storage) go to where --to says. Default: csv.");
        var to = SharedOptions.Text(
            "--to", "path",
            "The file or folder of such a format. Without --format: copies the whole sweep, as a ledger of its own, into this SQLite " +
                "file.");
        var command = new Command("export", "Writes the trials, epochs or leaderboard of a sweep to standard output, exact and complete; " +
            "writes it in the form of another program; or brings the whole sweep home.") { name, what, format, to };
        var limit = SharedOptions.Limit(command, "Rows");
        var place = LedgerPlace.Options(command, context);
        command.SetAction(async (parsed, _) =>
        {
            var file = context.Resolve(parsed.GetValue(to));
            var (sweep, form) = (parsed.GetValue(name)!, parsed.GetValue(format));
            var (hasKind, rows) = (SharedOptions.IsGiven(parsed, what), limit(parsed));
            if (file is not null && rows != new RowLimit())
            {
                throw UserException.BadInput(
                    "--limit and --all are about what is printed, and --to writes all there is: leave one of both out");
            }

            if (!SharedOptions.IsGiven(parsed, format) && file is not null)
            {
                if (hasKind)
                {
                    throw UserException.BadInput("--what chooses a table, and --to without --format copies the whole sweep into a ledger",
                        "  add '--format parquet' for a table as a file, or leave --to out: CSV goes to standard output");
                }

                await BringHome(context, place(parsed), sweep, file);
                return;
            }

            Require(form, file, hasKind);
            await (form switch
            {
                ExportFormat.Tensorboard => WriteAll(context, sweep, place(parsed), TensorboardExport.Write, file!),
                ExportFormat.Mlflow => WriteAll(context, sweep, place(parsed), MlflowExport.Write, file!),
                ExportFormat.Optuna => WriteAll(context, sweep, place(parsed), OptunaExport.Write, file!),
                ExportFormat.Parquet => WriteParquet(context, sweep, parsed.GetValue(what), place(parsed), file!),
                ExportFormat.Json => Write(context, sweep, parsed.GetValue(what), place(parsed), OutputFormat.Json, rows),
                ExportFormat.Table => Write(context, sweep, parsed.GetValue(what), place(parsed), OutputFormat.Table, rows),
                _ => Write(context, sweep, parsed.GetValue(what), place(parsed), OutputFormat.Csv, rows),
            });
        });
        return command.Example("sweep export cells > trials.csv", "sweep export cells --what epochs --format parquet --to epochs.parquet",
            "sweep export cells --format tensorboard --to runs", "sweep export cells --cluster \"Host=db;Username=sweep\" --to cells.db");
    }

    private static void Require(ExportFormat format, string? file, bool hasKind)
    {
        var word = format.SnakeCase();
        if (format < ExportFormat.Parquet)
        {
            if (file is not null)
            {
                throw UserException.BadInput($"--format {word} writes to standard output, and --to names a file", $"  leave --to out and " +
                    $"write '> {Hints.Quote(file)}', or leave --format out to copy the sweep into a ledger of its own");
            }
        }
        else if (file is null)
        {
            throw UserException.BadInput($"--format {word} writes files, and nothing says where", "  add --to PATH");
        }
        else if (format > ExportFormat.Parquet && hasKind)
        {
            throw UserException.BadInput($"--what chooses a table, and --format {word} has the whole sweep: leave one of both out");
        }
    }

    private static async Task WriteAll(CliContext context, string name, LedgerPlace place, SweepExport export, string path)
    {
        var (ledger, sweep) = await place.OpenSweep(name);
        var look = export(new ExportedSweep(sweep, ledger, RecordedFile.Read(context, sweep).Spec?.Space, context.Time), path);
        context.Error.WriteLine($"sweep '{name}' is in {path}: look at it with");
        context.Error.WriteLine($"  {look}");
    }

    private static async Task WriteParquet(CliContext context, string name, ExportKind what, LedgerPlace place, string path)
    {
        var (ledger, sweep) = await place.OpenSweep(name);
        var board = what == ExportKind.Leaderboard ? await LeaderboardReader.Read(ledger, sweep, int.MaxValue) : null;
        var rows = await ParquetExport.Write(Source, path);
        context.Error.WriteLine($"{path} has {Numbers.Plural(rows, "row")} of sweep '{name}'");

        ParquetExport.Source Source()
        {
            if (board is not null) return new(board.Rows(forPeople: false), null);
            if (what == ExportKind.Epochs)
            {
                var reports = ledger.ReadReports(name);
                return new(EpochTable.Of(reports, name, forPeople: false), reports);
            }

            var trials = ledger.ReadTrials(name);
            return new(TrialTable.Of(sweep, trials.Rows, VaryingParameters.Of(trials.Configs), time: null), trials);
        }
    }

    private static async Task BringHome(CliContext context, LedgerPlace place, string name, string file)
    {
        var sweep = await place.Find(place.Open(), name);
        var (trials, epochs) = await SweepCopy.To(place.Address, sweep.Name, file);
        context.Error.WriteLine($"sweep '{name}' is in {file}: {Numbers.Plural(trials, "trial")}, {Numbers.Plural(epochs, "epoch")}; " +
            $"'{Hints.Command(context, $"top {name}", file)}' ranks it there");
    }

    private static async Task Write(
        CliContext context, string name, ExportKind what, LedgerPlace place, OutputFormat format, RowLimit limit)
    {
        var (ledger, sweep) = await place.OpenSweep(name);
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
