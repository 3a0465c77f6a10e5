using System.Text.Json;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>What <c>show NAME</c> prints.</summary>
public static class SweepPage
{
    public static void Write(SweepRow sweep, string status, IReadOnlyList<TrialRow> trials, OutputFormat format, CliContext context)
    {
        var table = TrialTable.Of(sweep, trials, context.Time);
        switch (format)
        {
            case OutputFormat.Csv:
                TableWriter.Write(table, format, context.Out, context.OutTerminal);
                break;
            case OutputFormat.Json:
                context.Out.Document.WriteLine(JsonSerializer.Serialize(
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
                        Trials = TableWriter.ToJson(table),
                    },
                    JsonLines.Indented));
                break;
            default:
                foreach (var line in Lines(sweep, status, trials, context.Time)) context.Out.WriteLine(line);
                context.Out.WriteLine();
                TableWriter.Write(table, format, context.Out, context.OutTerminal);
                break;
        }
    }

    private static IEnumerable<string> Lines(SweepRow sweep, string status, IReadOnlyList<TrialRow> trials, TimeProvider time)
    {
        yield return $"sweep        {sweep.Name}{(sweep.Description is { } d ? ": " + d.ReplaceLineEndings(" ").Trim() : "")}";
        yield return $"status       {status}, {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done";
        yield return $"experiment   {sweep.Experiment}, ranked by {sweep.Metric} ({(sweep.Maximize ? "highest" : "lowest")} first), {Numbers.Plural(sweep.Replicates, "seed")} per configuration";
        yield return $"created      {Times.Local(sweep.CreatedAt, time)}{(sweep.EndedAt is { } e ? $", ended {Times.Local(e, time)}" : "")}";
        if (VaryingParameters.Of(trials.Select(t => t.ConfigJson)).Always is { } always) yield return $"always       {always}";
    }
}
