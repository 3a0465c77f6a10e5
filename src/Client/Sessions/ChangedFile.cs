using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Data;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Reports.Text;
using Sweep.Search.Scheduling;

namespace Sweep.Client.Sessions;

/// <summary>A sweep file beside the sweep of its name in the ledger.</summary>
/// <param name="Held">Its trials; empty where nothing asks for them.</param>
internal sealed record ChangedFile(SweepRow Known, IReadOnlyList<TrialRow> Held, SweepExtension Extension)
{
    /// <summary>True when the sweep is over and the file gives it nothing more to do.</summary>
    public bool IsDone => Known.IsOver && !Extension.GoesOn && LeftOut.Count == 0;

    /// <summary>Numbers of trials that never began because the time was over, which now is another.</summary>
    public IReadOnlyList<int> LeftOut =>
    [
        .. (Extension.Difference is { ChangesTime: true } ? Held : [])
            .Where(trial => trial is { Status: TrialStatus.Cancelled, Attempts: 0 } && ScheduleRules.IsTimeSpent(trial.Reason))
            .Select(trial => trial.Number),
    ];

    /// <param name="plan">Its trials, which may be very many; asked only where it may add some.</param>
    /// <exception cref="LedgerException">Input error: the file makes other trials.</exception>
    public static async Task<ChangedFile> Of(ILedgerView ledger, string display, SweepRow known, SweepSpec spec, Func<SweepPlan> plan)
    {
        var isOpen = await ledger.FindFacts(known.Name) is not null;
        var there = new HeldSweep(display, known.Name, known.Yaml, isOpen, known.Trials);
        var difference = SweepFileDifference.Between(known.Yaml, spec.Yaml);
        if (isOpen && difference is not null)
            there = there with { HadTurn = SweepExtension.HadTurn((await ledger.ListDecisions(known.Name)).Select(made => made.Evidence)) };
        var mayAdd = difference is { MayAddTrials: true } && !isOpen && !spec.IsOpen;
        var held = mayAdd || difference is { ChangesTime: true } || !known.IsOver ? await ledger.ListTrials(known.Name) : [];
        // What decides is the same in the ledger, which compares again when the file is submitted.
        var here = new NewSweep
        {
            Name = spec.Name,
            Yaml = spec.Yaml,
            BaseFolder = known.BaseFolder,
            Experiment = spec.Experiment,
            Metric = spec.Metric,
            Replicates = spec.Replicates,
            Facts = spec.IsOpen ? "" : null,
            Races = spec.Races,
        };
        var planned = mayAdd ? plan().Trials : [];
        return new(known, held, SweepExtension.Of(there, here, planned, [.. held.Select(trial => trial.Plan)]));
    }

    /// <summary>The plan under the numbers that its trials have in the ledger.</summary>
    public SweepPlan Numbered(SweepPlan plan) => plan.Sweep.Facts is not null || Held.Count == 0 ? plan
        : plan.Numbered(SweepExtension.Numbers(plan.Trials, [.. Held.Select(trial => trial.Plan)]));

    /// <summary>What the file changes; null where it says the same.</summary>
    public string? Words => Extension.Difference is not { } difference ? null
        : (Extension, LeftOut) switch
        {
            ({ Added.Count: > 0 and var count }, _) => $"{difference.Words}, which adds {Numbers.Plural(count, "trial")} to the " +
                $"{Known.Trials} that are there",
            (_, { Count: > 0 and var count }) => $"{difference.Words}, so that {Numbers.Plural(count, "trial")} have their turn for " +
                "which time was out",
            ({ Enqueued: > 0 and var count }, _) => $"{difference.Words}, which puts {Numbers.Plural(count, "configuration")} next",
            ({ GoesOn: true }, _) => $"{difference.Words}, so that more configurations may be chosen",
            _ => $"{difference.Words}, which changes no trial",
        };
}

/// <summary>Compares the texts of a sweep that goes on with those it began with.</summary>
public static class CorpusCheck
{
    /// <summary>What is wrong with the first trial whose text has changed, and the way out; null when all are the same.</summary>
    public static string? Problem(IReadOnlyList<PlannedTrial> planned, IReadOnlyList<TrialRow> held)
    {
        // By what a trial is: those that a changed file added have other numbers than in its plan.
        var now = planned.DistinctBy(t => t.Config).ToDictionary(t => t.Config, t => t.Corpus?.Sha256);
        return held.Where(t => t.Plan.Corpus?.Sha256 != now.GetValueOrDefault(t.Plan.Config))
            .Select(t => ChangedCorpus.Problem(
                t.Plan.Config["corpus"]?.ToString() ?? "", t.Plan.Corpus?.Sha256, now.GetValueOrDefault(t.Plan.Config)))
            .FirstOrDefault(problem => problem is not null);
    }
}
