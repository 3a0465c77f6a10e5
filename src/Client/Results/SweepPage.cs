using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;
using Sweep.Reports.Trials;

namespace Sweep.Client.Results;

/// <summary>What <c>show NAME</c> prints.</summary>
public static class SweepPage
{
    public static void Write(
        SweepRow sweep, string status, LedgerTrials trials, EarlyStops? stops, OutputFormat format, RowLimit limit, CliContext context)
    {
        var parameters = VaryingParameters.Of(trials.Configs);
        var rows = TrialTable.Of(sweep, trials.Rows, parameters, format == OutputFormat.Table ? context.Time : null);
        if (format == OutputFormat.Json)
        {
            WriteJson(sweep, status, rows with { Rows = rows.Rows.Take(limit.For(format)) }, stops, context);
            return;
        }

        if (format == OutputFormat.Table)
        {
            foreach (var line in Lines(sweep, status, parameters, context)) context.Out.WriteLine(line);
            if (stops is not null) WriteStops(stops, context);
            context.Out.WriteLine();
        }

        Listing.Write(rows, trials.Count, format, limit, context);
    }

    private static void WriteStops(EarlyStops stops, CliContext context)
    {
        context.Out.WriteLine($"early stop   {EarlyStopsText.Trials(stops)}");
        context.Out.WriteLine($"compute      {EarlyStopsText.Compute(stops)}");
        if (stops.Rungs.Count == 0) return;
        context.Out.WriteLine();
        TableWriter.Write(EarlyStopsText.Table(stops), OutputFormat.Table, context.Out, context.OutTerminal);
    }

    private static void WriteJson(
        SweepRow sweep, string status, StreamedRows trials, EarlyStops? stops, CliContext context) => JsonLines.Write(
        new
        {
            Sweep = sweep.Name,
            Status = status,
            sweep.Description,
            sweep.Experiment,
            sweep.Metric,
            Goal = sweep.Maximize ? "maximize" : "minimize",
            sweep.Replicates,
            CreatedAt = Times.Iso(sweep.CreatedAt),
            EndedAt = sweep.EndedAt is { } e ? Times.Iso(e) : null,
            sweep.BaseFolder,
            sweep.Yaml,
            Trials = trials,
            Summary = sweep.Summary.SnakeCase(),
            EarlyStopping = RecordedFile.Facts(stops),
            Racing = Races(sweep, context),
            Objectives = SweepGoals.Of(sweep).Objectives.Select(objective =>
                new { objective.Name, Goal = objective.Maximize ? "maximize" : "minimize" }),
            OutcomeConstraints = SweepGoals.Of(sweep).Constraints.Select(constraint => constraint.Text),
        },
        JsonLines.Indented, context.Out.Document);

    /// <summary>What the sweep file says, if this build still reads it.</summary>
    private static bool Races(SweepRow sweep, CliContext context) =>
        sweep.Replicates > 1 && RecordedFile.Read(context, sweep).Spec is { Races: true };

    private static IEnumerable<string> Lines(SweepRow sweep, string status, VaryingParameters parameters, CliContext context)
    {
        var time = context.Time;
        yield return $"sweep        {sweep.Name}{(sweep.Description is { } d ? ": " + d.ReplaceLineEndings(" ").Trim() : "")}";
        yield return $"status       {status}, {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done";
        yield return $"experiment   {sweep.Experiment}, {(sweep.IsRanked ? SweepGoals.Order(sweep) : "not ranked")}, " +
            (Races(sweep, context) ? $"up to {sweep.Replicates} seeds per configuration, raced"
                : $"{Numbers.Plural(sweep.Replicates, "seed")} per configuration");
        yield return $"created      " +
            $"{Times.Local(sweep.CreatedAt, time)}{(sweep.EndedAt is { } e ? $", ended {Times.Local(e, time)}" : "")}";
        if (parameters.Always is { } always) yield return $"always       {always}";
    }
}
