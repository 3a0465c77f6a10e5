using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
using Sweep.Reports.Importance;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Text;
using Sweep.Reports.Trials;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep importance NAME</c>: which parameters decide whether a configuration is among the best?</summary>
internal static class ImportanceVerb
{
    public static Command Build(CliContext context)
    {
        var (name, format) = (SharedOptions.SweepName(), SharedOptions.Format());
        var command = new Command("importance", "Tells how much each parameter matters for being among the best tenth of a sweep's " +
            "configurations (PED-ANOVA), with bounds, and where the data cannot tell.") { name, format };
        var metric = SharedOptions.Objective(command);
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(
            context, parsed.GetValue(name)!, parsed.GetValue(metric), place(parsed), parsed.GetValue(format)));
        return command.Example("sweep importance search", "sweep importance search --format json");
    }

    private static async Task<int> Run(CliContext context, string name, string? metric, LedgerPlace place, OutputFormat format)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        if (!sweep.IsRanked) throw UserException.BadInput($"cannot tell what matters in '{name}': its sweep file names no metric");
        var makers = ledger.CountMakers(name);
        var chosen = await ChosenMetric.Read(ledger, sweep, metric) ?? throw UserException.BadInput(ChosenMetric.Unknown(sweep, metric!));
        var measured = SweepImportance.Of(chosen.Results, chosen.Sweep.Maximize);
        if (measured.Importance is not { } importance)
            throw UserException.BadInput($"cannot tell what matters in '{name}': {measured.Problem}{WayOut(sweep, place)}");
        ImportancePage.Write(chosen.Sweep, importance, format, context);
        foreach (var note in chosen.Notes) context.Error.WriteLine(note);
        if (MakerText.Difference(await makers) is { } difference) context.Error.WriteLine(difference);
        if (!sweep.IsOver)
            context.Error.WriteLine($"! unfinished: {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done; this may change");
        return ExitCodes.Done;
    }

    private static string WayOut(SweepRow sweep, LedgerPlace place) =>
        sweep.IsOver ? "" : $"; ask again when more have ended ('{place.Hint("ls")}' shows how far it is)";
}
