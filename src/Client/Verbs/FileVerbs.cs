using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Client.Sessions;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Reports.Parameters;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep plan FILE</c>: what a sweep would do, and how long that takes.</summary>
internal static class PlanVerb
{
    public static Command Build(CliContext context)
    {
        var (file, set, workers, format) = (SharedOptions.File(), SharedOptions.Set(), SharedOptions.Workers(), SharedOptions.Format());
        var command = new Command("plan", "Lists the trials a sweep file would run, with an estimate of the time from speeds the ledger " +
            "has recorded. Writes nothing; only a text that must be downloaded is kept in the data folder.")
        {
            file, set, workers, format,
        };
        var limit = SharedOptions.Limit(command, "Trials");
        var place = LedgerPlace.Options(command, context);
        command.SetAction(async (parsed, _) =>
        {
            var at = place(parsed);
            var (spec, planned) = await SweepInput.ReadWarm(context, at, parsed.GetValue(file)!, parsed.GetValue(set)!);
            var plan = planned();
            var ledger = at.OpenIfAny();
            (plan, var more) = ledger is null ? (plan, null) : await Beside(ledger, at, spec, plan);
            var speeds = ledger is not null ? await ledger.RecordedEpochSeconds() : new Dictionary<CostKey, double>();
            var parameters = VaryingParameters.Of(plan.Trials.Select(t => t.Config), spec.Varied);
            Listing.Write(Rows(plan, parameters, speeds), plan.Trials.Count, parsed.GetValue(format), limit(parsed), context);
            var summary = PlanSummary.Of(plan, speeds, parsed.GetValue(workers) ?? Environment.ProcessorCount);
            summary = summary with { Memory = PlanMemory.Of(spec, plan, spec.Definition), Rungs = PlanRungs.Of(spec, plan) };
            foreach (var line in PlanText.Lines(spec, summary)) context.Error.WriteLine(line);
            // A run_cap or the draws left one value of them.
            if (string.Join(", ", spec.Varied.Except(summary.Varied)) is { Length: > 0 } names)
                context.Error.WriteLine($"  the same in all of these, though the file has more values: {names}");
            if (parameters.Always is { } always) context.Error.WriteLine($"  always: {always}");
            if (more is not null) context.Error.WriteLine($"  {more}");
        });
        return command.Example("sweep plan sweeps/cells.yaml", "sweep plan sweeps/cells.yaml --set parameters.epochs=3 --format csv");
    }

    /// <summary>The plan under the numbers of the sweep of its name that the ledger holds, and what a changed file makes of it.</summary>
    private static async Task<(SweepPlan Plan, string? More)> Beside(ILedgerView ledger, LedgerPlace place, SweepSpec spec, SweepPlan plan)
    {
        if (await ledger.FindSweep(spec.Name) is not { } known) return (plan, null);
        try
        {
            var changed = await ChangedFile.Of(ledger, place.Display, known, spec, () => plan);
            var words = changed.Words is { } told ? $"beside '{known.Name}' in {place.Display}: {told}{Places(changed)}" : null;
            return (changed.Numbered(plan), words);
        }
        catch (LedgerException e) when (e.IsInputError)
        {
            return (plan, $"'run' refuses it: {e.Message}");
        }
    }

    /// <summary>Where in the list the trials stand that are added.</summary>
    private static string Places(ChangedFile changed) => changed.Extension.Added is [{ Number: var first }, ..] ? $", from {first} on" : "";

    private static StreamedRows Rows(SweepPlan plan, VaryingParameters parameters, IReadOnlyDictionary<CostKey, double> speeds)
    {
        var configs = new ConfigColumns(parameters);
        return new StreamedRows(
            [
                new Column("trial", "trial", Right: true), .. configs.Columns, new Column("seed", "seed", Right: true),
                new Column("epochs", "epochs", Right: true),
                new Column("tokens", "tokens", Right: true), new Column("floor", "floor", Right: true),
                new Column("seconds", "time", Right: true),
            ],
            plan.Trials.Zip(plan.Work, (trial, work) => Row(trial, work, configs, speeds)));
    }

    private static IReadOnlyList<Cell> Row(
        PlannedTrial trial, TrialWork work, ConfigColumns configs, IReadOnlyDictionary<CostKey, double> speeds)
    {
        var tokens = work.Epochs * work.TokensPerEpoch;
        double? seconds = trial.Epochs > 0 && speeds.TryGetValue(trial.CostKey, out var epoch) ? epoch * trial.Epochs : null;
        return
        [
            trial.Number, .. configs.Cells(trial.Config), new Cell(trial.Seed, $"#{trial.Replicate}"),
            new Cell(trial.Epochs, trial.Epochs > 0 ? trial.Epochs.ToString() : Numbers.Absent),
            new Cell(tokens, tokens > 0 ? Numbers.Count(tokens) : Numbers.Absent), Cell.Of(trial.Corpus?.FloorPerplexity),
            Cell.Of(seconds, seconds is { } s ? Numbers.Duration(Durations.FromSeconds(s)) : Numbers.Absent),
        ];
    }
}

/// <summary><c>sweep validate FILE</c>: all that is wrong with a sweep file, at once.</summary>
internal static class ValidateVerb
{
    public static Command Build(CliContext context)
    {
        var (file, set) = (SharedOptions.File(), SharedOptions.Set());
        var command = new Command("validate", "Checks a sweep file and lists everything that is wrong with it. Writes nothing; only a " +
            "text that must be downloaded is kept in the data folder.") { file, set };
        var place = LedgerPlace.Options(command, context);
        command.SetAction(async (parsed, _) =>
        {
            var (spec, planned) = await SweepInput.ReadWarm(context, place(parsed), parsed.GetValue(file)!, parsed.GetValue(set)!);
            var plan = planned();
            var configurations = plan.Trials.Select(t => t.Config).Distinct().Count();
            context.Out.WriteLine($"{parsed.GetValue(file)}: ok, sweep '{spec.Name}' has " +
                $"{PlanText.Size(spec, configurations, plan.Trials.Count)}, {spec.Order}" +
                (spec.Known.Count > 0 ? $", and knows {Numbers.Plural(spec.Known.Count, "configuration")} of other sweeps" : ""));
        });
        return command.Example("sweep validate sweeps/cells.yaml", "sweep validate sweeps/cells.yaml --set parameters.lr=0.1");
    }
}
