using System.Text.Json;
using Sweep.Client.Cli;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Experiments.Specs;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Sessions;

/// <summary>Says what is about to happen.</summary>
/// <param name="known">The sweep as the ledger holds it; null when it is new.</param>
/// <param name="speeds">Recorded seconds per epoch by cost key.</param>
internal sealed class RunAnnouncement(
    CliContext context, RunRequest request, SweepSpec spec, SweepRow? known, IReadOnlyDictionary<CostKey, double> speeds)
{
    /// <param name="held">The trials that the ledger holds; empty when the sweep is new or over.</param>
    public void Say(SweepPlan plan, IReadOnlyList<TrialRow> held, Capacity capacity)
    {
        var summary = PlanSummary.Of(plan, speeds, Math.Max(1, capacity.SlotCount)) with { Rungs = PlanRungs.Of(spec, plan) };
        if (request.Json) context.Out.WriteLine(Json(summary, capacity));
        if (request.Json || request.Quiet) return;
        foreach (var line in PlanText.Lines(spec, summary)) context.Error.WriteLine(line);
        context.Error.WriteLine($"  {capacity.Line}");
        if (known is null) return;
        var epochs = held.Sum(t => (long)t.EpochsDone);
        if (epochs > 0 || known.FinalTrials > 0) context.Error.WriteLine(
            $"  goes on: {known.FinalTrials} of {Numbers.Plural(known.Trials, "trial")} and "
            + (summary.Epochs > 0 ? $"{epochs:N0} of {Numbers.Plural(summary.Epochs, "epoch")} are done already"
                : $"{Numbers.Plural(epochs, "epoch")} are done already"));
    }

    private string Json(PlanSummary summary, Capacity capacity) => JsonSerializer.Serialize(
        new
        {
            Type = "plan",
            Sweep = spec.Name,
            summary.Configurations,
            summary.Replicates,
            summary.Trials,
            summary.Epochs,
            summary.Tokens,
            spec.Metric,
            Goal = spec.Maximize ? "maximize" : "minimize",
            Corpora = summary.Corpora.Select(c => new { Name = c.Corpus, c.FloorPerplexity }),
            EstimatedSeconds = summary.Time?.TotalSeconds,
            Slots = capacity.Slots.Select(slot => slot.ToString()),
            capacity.SlotCount,
            Ledger = request.Place.Display,
            DoneTrials = known?.FinalTrials ?? 0,
            Folder = spec.WorkFolder?.Path,
            Summary = spec.Summary.SnakeCase(),
            Rungs = summary.Rungs?.Brackets,
            ExpectedEpochs = summary.Rungs is { ExpectedEpochs: > 0 } rungs ? rungs.ExpectedEpochs : (long?)null,
            Racing = spec.Races,
            Known = spec.Known.Count,
            Objectives = spec.Goals.Objectives.Select(objective =>
                new { objective.Name, Goal = objective.Maximize ? "maximize" : "minimize" }),
            OutcomeConstraints = spec.Goals.Constraints.Select(constraint => constraint.Text),
        },
        JsonLines.Options);
}
