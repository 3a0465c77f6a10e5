using System.Text.Json;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Experiments.Specs;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Running;

/// <summary>Says what is about to happen.</summary>
internal sealed class RunAnnouncement(CliContext context, RunRequest request)
{
    public void Say(Submission submission, IReadOnlyList<string> slots)
    {
        var summary = PlanSummary.Of(submission.Plan, submission.EpochSeconds, Math.Max(1, slots.Count));
        if (request.Json) context.Out.WriteLine(Json(submission, summary, slots));
        else if (!request.Quiet) foreach (var line in Lines(submission, summary, slots)) context.Error.WriteLine(line);
    }

    private static IEnumerable<string> Lines(Submission submission, PlanSummary summary, IReadOnlyList<string> slots)
    {
        foreach (var line in PlanText.Lines(submission.Spec, summary)) yield return line;
        yield return $"  {SlotList.Describe(slots)}, ledger {submission.LedgerPath}";
        var (done, epochs) = (submission.Row.FinalTrials, submission.Trials.Sum(t => (long)t.EpochsDone));
        if (epochs > 0 || done > 0) yield return $"  goes on: {done} of {Numbers.Plural(submission.Row.Trials, "trial")} and {epochs:N0} of {Numbers.Plural(summary.Epochs, "epoch")} are done already";
    }

    private static string Json(Submission submission, PlanSummary summary, IReadOnlyList<string> slots) => JsonSerializer.Serialize(
        new
        {
            Type = "plan",
            Sweep = submission.Name,
            summary.Configurations,
            summary.Replicates,
            summary.Trials,
            summary.Epochs,
            summary.Tokens,
            submission.Spec.Metric,
            Goal = submission.Spec.Maximize ? "maximize" : "minimize",
            Corpora = summary.Corpora.Select(c => new { Name = c.Corpus, c.FloorPerplexity }),
            EstimatedSeconds = summary.Time?.TotalSeconds,
            Slots = slots,
            Ledger = submission.LedgerPath,
            DoneTrials = submission.Row.FinalTrials,
        },
        JsonLines.Options);
}
