using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Reports.Parameters;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;
using Sweep.Reports.Trials;

namespace Sweep.Client.Results;

/// <summary>What <c>show NAME/17</c> prints.</summary>
public static class TrialPage
{
    public static void Write(TrialFacts facts, OutputFormat format, RowLimit limit, CliContext context)
    {
        // The last ones say where it got to.
        var epochs = EpochTable.Of([.. facts.Epochs.TakeLast(limit.For(format))]);
        if (format == OutputFormat.Csv) TableWriter.Write(epochs, format, context.Out, context.OutTerminal);
        else if (format == OutputFormat.Json) WriteJson(facts, epochs, context);
        else WriteText(facts, epochs, context);
    }

    private static void WriteText(TrialFacts facts, DataTable epochs, CliContext context)
    {
        foreach (var line in Lines(facts, context.Time)) context.Out.WriteLine(line);
        foreach (var attempt in facts.Attempts) foreach (var line in AttemptLines(attempt, context.Time)) context.Out.WriteLine(line);
        if (facts.Epochs.Count == 0) return;
        context.Out.WriteLine();
        TableWriter.Write(epochs, OutputFormat.Table, context.Out, context.OutTerminal);
        if (Listing.More(facts.Epochs.Count, epochs.Rows.Count, "earlier epochs") is { } more) context.Error.WriteLine(more);
        var curve = facts.Epochs.Where(e => e.Metrics.ContainsKey(facts.Sweep.Metric)).Select(e => e.Metrics[facts.Sweep.Metric]).ToList();
        if (curve.Count < 2) return;
        context.Out.WriteLine();
        context.Out.WriteLine($"{facts.Sweep.Metric}  {Numbers.Metric(curve[0])} {Sparkline.Of(curve)} {Numbers.Metric(curve[^1])}");
    }

    private static IEnumerable<string> Lines(TrialFacts facts, TimeProvider time)
    {
        var trial = facts.Trial;
        var config = trial.Plan.Config;
        yield return $"trial        {facts.Label}";
        yield return $"status       {trial.Status.SnakeCase()}{(trial.Reason is { } why ? ": " + why.ReplaceLineEndings(" ") : "")}";
        if (trial.Metric is { } value)
            yield return $"{facts.Sweep.Summary.SnakeCase(),-12} {facts.Sweep.Metric} {Numbers.Metric(value)} at epoch " +
                $"{trial.BestEpoch}{Floor(trial)}";
        foreach (var (heading, text) in TrialOutcome.Of(facts)?.Lines() ?? []) yield return $"{heading,-12} {text}";
        yield return $"epochs       {trial.EpochsDone}{(trial.Plan.Epochs > 0 ? $" of {trial.Plan.Epochs}" : "")}";
        yield return $"seed         {trial.Plan.Seed} (#{trial.Plan.Replicate} of its configuration)";
        if (trial.StartedAt is { } from)
            yield return $"time         " +
            $"{Times.Local(from, time)}{(trial.EndedAt is { } to ? $", {Numbers.Duration(to - from)} in all" : "")}";
        yield return $"config       {string.Join(' ', config.Names.Select(n => $"{n}={VaryingParameters.Value(config, n)}"))}";
        if (trial.Plan.Corpus?.Sha256 is { } sha) yield return $"corpus       sha-256 {sha}";
    }

    private static string Floor(TrialRow trial) =>
        trial.Plan.Corpus?.FloorPerplexity is { } floor ? $", floor {Numbers.Metric(floor)}" : "";

    private static IEnumerable<string> AttemptLines(AttemptRow a, TimeProvider time)
    {
        var ended = a.Outcome is { } outcome
            ? $"{outcome.SnakeCase()}{(a.EndedAt is { } end ? $" after {Numbers.Duration(end - a.StartedAt)}" : "")}" : "running";
        yield return $"attempt {a.Attempt,-4} {ended} on {a.Slot}, started " +
            $"{Times.Local(a.StartedAt, time)}{(a.Reason is { } why ? ": " + why.ReplaceLineEndings(" ") : "")}";
        if (a.MadeBy is { } maker)
        {
            yield return $"             made by {MakerText.Line(maker)}";
            if (maker.Command is { } command) yield return $"             command {command}";
        }

        if (a.Outcome is { } how && FailureClass.Of(how) is { IsFailure: true, Next: { } next }) yield return $"             {next}";
        foreach (var line in (a.StderrTail ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            yield return $"             | {line.TrimEnd()}";
    }

    private static void WriteJson(TrialFacts facts, DataTable epochs, CliContext context) => JsonLines.Write(
        new
        {
            Sweep = facts.Sweep.Name,
            Trial = facts.Trial.Number,
            Status = facts.Trial.Status.SnakeCase(),
            facts.Trial.Reason,
            Config = facts.Trial.Plan.Config.ToJson(),
            facts.Trial.Plan.Seed,
            facts.Trial.Plan.Replicate,
            facts.Trial.Metric,
            facts.Trial.BestEpoch,
            facts.Trial.EpochsDone,
            facts.Trial.Plan.Epochs,
            Floor = facts.Trial.Plan.Corpus?.FloorPerplexity,
            CorpusSha256 = facts.Trial.Plan.Corpus?.Sha256,
            StartedAt = facts.Trial.StartedAt is { } s ? Times.Iso(s) : null,
            EndedAt = facts.Trial.EndedAt is { } e ? Times.Iso(e) : null,
            Attempts = facts.Attempts.Select(a => new
            {
                a.Attempt,
                Slot = a.Slot.Text,
                StartedAt = Times.Iso(a.StartedAt),
                EndedAt = a.EndedAt is { } end ? Times.Iso(end) : null,
                Outcome = a.Outcome?.SnakeCase(),
                a.Reason,
                a.StderrTail,
                a.MadeBy,
            }),
            Reports = epochs.Streamed,
            TrialOutcome.Of(facts)?.Objectives,
            OutcomeConstraints = TrialOutcome.Of(facts)?.Constraints,
        },
        JsonLines.Indented, context.Out.Document);
}
