using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Text;
using Sweep.Reports.Trials;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep compare NAME --by cell</c>: do the values of one parameter differ, all else being equal?</summary>
internal static class CompareVerb
{
    public static Command Build(CliContext context)
    {
        var (name, format) = (SharedOptions.SweepName(), SharedOptions.Format());
        var by = new Option<string>(
            "--by")
        { Description = "The parameter whose values are compared.", HelpName = "parameter", Required = true };
        var bins = new Option<int?>("--bins")
        {
            Description = $"Groups of about equally many trials into which the numbers of the parameter are put. Default: " +
                $"{Comparison.DefaultBins} where it takes more than {Comparison.MostLevels} values, none otherwise.",
            HelpName = "n",
            CustomParser = result => SharedOptions.Whole(result, 2, Comparison.MostLevels) is { } n ? (int)n : null,
        };
        var command = new Command("compare", "Compares the values of one parameter over trials that are equal in everything else, seed " +
            "included. As csv: the pairs, or the groups.") { name, by, bins, format };
        var metric = SharedOptions.Objective(command);
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) =>
            Run(
            context, parsed.GetValue(name)!, new(parsed.GetValue(by)!, parsed.GetValue(bins), parsed.GetValue(metric)), place(parsed),
            parsed.GetValue(format)));
        return command.Example(
            "sweep compare cells --by cell", "sweep compare cells --by layers --format json", "sweep compare search --by lr --bins 5");
    }

    private static async Task<int> Run(CliContext context, string name, Asked asked, LedgerPlace place, OutputFormat format)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        if (!sweep.IsRanked) throw UserException.BadInput($"cannot compare '{name}': its sweep file names no metric");
        var makers = ledger.CountMakers(name);
        var chosen = await ChosenMetric.Read(ledger, sweep, asked.Metric)
            ?? throw UserException.BadInput(ChosenMetric.Unknown(sweep, asked.Metric!));
        var (parameter, maximize) = (asked.Parameter, chosen.Sweep.Maximize);
        var compared = Comparison.By(chosen.Results, parameter, chosen.Sweep.Metric, maximize, bins: asked.Bins);
        if (compared.Table is not { } table) throw UserException.BadInput($"cannot compare '{name}' by '{parameter}': {compared.Problem}");
        ComparisonPage.Write(table, maximize, format, context);
        foreach (var note in chosen.Notes) context.Error.WriteLine(note);
        if (MakerText.Difference(await makers) is { } difference) context.Error.WriteLine(difference);
        if (!sweep.IsOver)
            context.Error.WriteLine($"! unfinished: {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done; this may change");
        return ExitCodes.Done;
    }

    /// <param name="Bins">Groups of its values; null = as many as there are, or some.</param>
    private sealed record Asked(string Parameter, int? Bins, string? Metric);
}
