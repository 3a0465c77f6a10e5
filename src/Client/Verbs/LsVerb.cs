using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
using Sweep.Reports.Tables;

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

    private static async Task<int> Run(CliContext context, LedgerPlace place, OutputFormat format, RowLimit limit)
    {
        var sweeps = await place.Open().ListSweeps();
        if (sweeps.Count == 0) context.Error.WriteLine($"no sweep in {place.Display} yet: '{place.Hint("run FILE")}' adds one");
        if (sweeps.Count > 0 || format != OutputFormat.Table) Listing.Write(Table(sweeps, place, context.Time).Streamed, sweeps.Count, format, limit, context);
        return ExitCodes.Done;
    }

    private static DataTable Table(IReadOnlyList<SweepRow> sweeps, LedgerPlace place, TimeProvider time)
    {
        var table = new DataTable(
            new Column("sweep", "sweep"), new Column("status", "status"), new Column("final_trials", "done", Right: true), new Column("trials", "trials", Right: true),
            new Column("metric", "metric"), new Column("created_at", "created"), new Column("ended_at", "ended"), new Column("description", "description", Wraps: true));
        foreach (var s in sweeps)
        {
            table.Add(
                s.Name, place.State(s), s.FinalTrials, s.Trials, s.Metric,
                Times.Of(s.CreatedAt, time), Times.Of(s.EndedAt, time), s.Description is { } d ? new Cell(d, d.ReplaceLineEndings(" ").Trim()) : new Cell(null, ""));
        }
        return table;
    }
}
