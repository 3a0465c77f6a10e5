using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Pictures;
using Sweep.Reports.Tables;
using Sweep.Reports.Trials;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep ls</c>: the sweeps of a ledger.</summary>
internal static class LsVerb
{
    public static Command Build(CliContext context)
    {
        var format = SharedOptions.Format();
        var command = new Command("ls", "Lists the sweeps of a ledger, newest first.") { format };
        var limit = SharedOptions.Limit(command, "Sweeps");
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, place(parsed), parsed.GetValue(format), limit(parsed)));
        return command.Example("sweep ls", "sweep ls --db results/may.db --format json");
    }

    private static async Task Run(CliContext context, LedgerPlace place, OutputFormat format, RowLimit limit)
    {
        var sweeps = await place.Open().ListSweeps();
        if (sweeps.Count == 0) context.Error.WriteLine($"no sweep in {place.Display} yet: '{place.Hint("run FILE")}' adds one");
        if (sweeps.Count > 0 || format != OutputFormat.Table)
            Listing.Write(Table(sweeps, place, context.Time).Streamed, sweeps.Count, format, limit, context);
    }

    private static DataTable Table(IReadOnlyList<SweepRow> sweeps, LedgerPlace place, TimeProvider time)
    {
        var table = new DataTable(
            new Column("sweep", "sweep"), new Column("status", "status"), new Column("final_trials", "done", Right: true),
            new Column("trials", "trials", Right: true),
            new Column("metric", "metric"), new Column("created_at", "created"), new Column("ended_at", "ended"),
            new Column("description", "description", Wraps: true));
        foreach (var s in sweeps)
        {
            table.Add(
                s.Name, place.State(s), s.FinalTrials, s.Trials, s.Metric,
                Times.Of(s.CreatedAt, time), Times.Of(s.EndedAt, time), s.Description is { } d
                    ? new Cell(d, d.ReplaceLineEndings(" ").Trim()) : new Cell(null, ""));
        }
        return table;
    }
}

/// <summary><c>sweep top NAME</c>: the leaderboard.</summary>
internal static class TopVerb
{
    public static Command Build(CliContext context)
    {
        var (name, format) = (SharedOptions.SweepName(), SharedOptions.Format());
        var command = new Command("top", "Ranks the configurations of a sweep by the mean of its metric over seeds; ties the data cannot " +
            "separate are shown as ties.") { name, format };
        var limit = SharedOptions.Limit(command, "Configurations");
        var place = LedgerPlace.Options(command, context);
        var plot = SharedOptions.Plot();
        command.Add(plot);
        command.SetAction(async (parsed, _) =>
        {
            var (at, form, isPlot) = (place(parsed), parsed.GetValue(format), parsed.GetValue(plot));
            CurvePlot.Check(isPlot, form);
            var (ledger, sweep) = await at.OpenSweep(parsed.GetValue(name)!);
            await Write(context, sweep, ledger, at, form, limit(parsed));
            var options = new CurveOptions { Grouping = CurveGrouping.Configuration };
            if (isPlot) await CurvePlot.Write(context, ledger, sweep, options);
        });
        return command.Example("sweep top cells", "sweep top cells --limit 3", "sweep top cells --all", "sweep top cells --format json");
    }

    private static async Task Write(
        CliContext context, SweepRow sweep, ILedgerView ledger, LedgerPlace place, OutputFormat format, RowLimit limit)
    {
        var name = sweep.Name;
        // Beside the ranking: they look at every attempt.
        var outcomes = format == OutputFormat.Table ? ledger.CountOutcomes(name) : null;
        var stops = format == OutputFormat.Table ? Task.Run(() => RecordedFile.Stops(context, ledger, sweep)) : null;
        var makers = ledger.CountMakers(name);
        var board = await LeaderboardReader.Read(ledger, sweep, limit.For(format));
        if (board.Ranked.Count > 0 || format != OutputFormat.Table)
            Listing.Write(board.Rows(format == OutputFormat.Table), board.Ranked.Count, format, limit, context);
        else if (sweep.IsRanked) context.Error.WriteLine($"no trial of '{name}' has a result to rank yet");
        if (!sweep.IsRanked) context.Error.WriteLine(Leaderboard.NoMetric(sweep, place.Hint));
        if (outcomes is not null)
        {
            foreach (var line in board.Caption()) context.Error.WriteLine(line);
            if (await stops! is { } early)
            {
                context.Error.WriteLine($"{EarlyStopsText.Trials(early)}; {EarlyStopsText.Compute(early)}");
                foreach (var line in EarlyStopsText.Rungs(early)) context.Error.WriteLine(line);
            }

            if (FailureSummary.Of(await outcomes) is { } failures) context.Error.WriteLine(failures);
        }
        if (MakerText.Difference(await makers) is { } difference) context.Error.WriteLine(difference);
        foreach (var line in board.Warnings(place.State(sweep), place.Hint)) context.Error.WriteLine(line);
    }
}

/// <summary><c>sweep show NAME/17</c>: all that is known of one trial; <c>sweep show NAME</c>: a sweep and its trials.</summary>
internal static class ShowVerb
{
    public static Command Build(CliContext context)
    {
        var what = new Argument<string>("name") { Description = "A trial, such as cells/17, or a sweep, such as cells." };
        var format = SharedOptions.Format();
        var yaml = new Option<bool>("--yaml") { Description = "Prints the sweep file of a sweep as it was run, nothing else." };
        var command = new Command("show", "Shows one trial with its attempts and epochs, or a sweep with its trials. As csv: the epochs, " +
            "or the trials.") { what, format, yaml };
        var limit = SharedOptions.Limit(command, "Trials of a sweep, or last epochs of a trial,");
        var place = LedgerPlace.Options(command, context);
        var plot = SharedOptions.Plot();
        command.Add(plot);
        command.SetAction(async (parsed, _) =>
        {
            var (at, form, label) = (place(parsed), parsed.GetValue(format), TrialLabel.Parse(parsed.GetValue(what)!));
            var (isYaml, isPlot) = (parsed.GetValue(yaml), parsed.GetValue(plot) && !parsed.GetValue(yaml));
            CurvePlot.Check(isPlot, form);
            var rows = limit(parsed);
            var (ledger, sweep) = await at.OpenSweep(label.Sweep);
            if (isYaml) context.Out.Data(context.OutTerminal).Write(sweep.Yaml.EndsWith('\n') ? sweep.Yaml : sweep.Yaml + "\n");
            else if (label.Trial is { } number) await WriteTrial(context, at, ledger, sweep, number, form, rows, isPlot);
            else await WriteSweep(context, at, ledger, sweep, form, rows, isPlot);
        });
        return command.Example("sweep show cells/17", "sweep show cells", "sweep show cells --yaml > cells-as-run.yaml");
    }

    private static async Task WriteSweep(
        CliContext context, LedgerPlace place, ILedgerView ledger, SweepRow sweep, OutputFormat format, RowLimit limit, bool isPlot)
    {
        var stops = format == OutputFormat.Csv ? null : RecordedFile.Stops(context, ledger, sweep);
        using (var trials = ledger.ReadTrials(sweep.Name))
            SweepPage.Write(sweep, place.State(sweep), trials, stops, format, limit, context);
        if (isPlot) await CurvePlot.Write(context, ledger, sweep, options: null);
    }

    private static async Task WriteTrial(
        CliContext context, LedgerPlace place, ILedgerView ledger, SweepRow sweep, int number, OutputFormat format, RowLimit limit,
        bool isPlot)
    {
        var trial = await place.FindTrial(ledger, sweep, number);
        var attempts = await ledger.ListAttempts(sweep.Name, number);
        var epochs = await ledger.ListEpochs(sweep.Name, number);
        TrialPage.Write(new TrialFacts(sweep, trial, attempts, epochs), format, limit, context);
        if (isPlot) await CurvePlot.Write(context, sweep, trial, epochs);
    }
}

/// <summary><c>sweep query "SQL"</c>: the user's own question to the ledger, which it can only read.</summary>
internal static class QueryVerb
{
    public static Command Build(CliContext context)
    {
        var sql = new Argument<string>("sql")
        {
            Description = "One SELECT over the views sweeps, trials, attempts, epochs, decisions and leaderboard (docs/ledger.md).",
        };
        var format = SharedOptions.Format();
        var command = new Command("query", "Answers an SQL question about the ledger. It can only read.") { sql, format };
        var limit = SharedOptions.Limit(command, "Rows");
        var place = LedgerPlace.Options(command, context);
        command.SetAction(parsed =>
        {
            using var rows = place(parsed).Open().Query(parsed.GetValue(sql)!);
            QueryPage.Write(rows, parsed.GetValue(format), limit(parsed), context);
        });
        return command.Example(
            "sweep query \"select status, count(*) from trials group by status\"",
            "sweep query \"select epoch, val_perplexity from epochs where sweep = 'cells' and trial = 3\" --format csv");
    }
}
