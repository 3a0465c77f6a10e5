using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Contracts.Rows;
using Sweep.Reports.Importance;
using Sweep.Reports.Tables;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep importance NAME</c>: which parameters decide whether a configuration is among the best?</summary>
internal static class ImportanceVerb
{
    public static Command Build(CliContext context)
    {
        var (name, format, metric) = (SharedOptions.SweepName(), SharedOptions.Format(), SharedOptions.Objective());
        var command = new Command("importance", "Tells how much each parameter matters for being among the best tenth of a sweep's " +
            "configurations (PED-ANOVA), with bounds, and where the data cannot tell.") { name, format, metric };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) =>
        {
            var (at, named, form) = (place(parsed), parsed.GetValue(name)!, parsed.GetValue(format));
            return OfObjective.Write(context, at, named, parsed.GetValue(metric), "cannot tell what matters in", (sweep, chosen) =>
            {
                var measured = SweepImportance.Of(chosen.Results, chosen.Sweep.Maximize);
                if (measured.Importance is not { } importance)
                    throw UserException.BadInput($"cannot tell what matters in '{named}': {measured.Problem}{WayOut(sweep, at)}");
                Write(chosen.Sweep, importance, form, context);
            });
        });
        return command.Example("sweep importance search", "sweep importance search --format json");
    }

    private static void Write(SweepRow sweep, SweepImportance importance, OutputFormat format, CliContext context)
    {
        var rows = ImportanceFacts.Rows(importance);
        if (format == OutputFormat.Json)
        {
            JsonLines.Write(ImportanceFacts.Of(sweep, importance), JsonLines.Indented, context.Out.Document);
            return;
        }

        if (format == OutputFormat.Csv || rows.Rows.Count > 0) TableWriter.Write(rows, format, context.Out, context.OutTerminal);
        var order = RankOrder.Words(sweep.Metric, sweep.Maximize, sweep.Summary);
        foreach (var line in ImportanceSentences.Captions(importance, order)) context.Error.WriteLine(line);
        var answers = format == OutputFormat.Table ? context.Out : context.Error;
        if (format == OutputFormat.Table && rows.Rows.Count > 0) answers.WriteLine();
        foreach (var answer in ImportanceSentences.Answers(importance.Report)) answers.WriteLine(answer);
    }

    private static string WayOut(SweepRow sweep, LedgerPlace place) =>
        sweep.IsOver ? "" : $"; ask again when more have ended ('{place.Hint("ls")}' shows how far it is)";
}
