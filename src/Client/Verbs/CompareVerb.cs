using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
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
        var by = new Option<string>("--by")
        {
            Description = "The parameter whose values are compared.",
            HelpName = "parameter",
            Required = true,
        };
        var bins = SharedOptions.Whole(
            "--bins", "n",
            $"Groups of about equally many trials into which the numbers of the parameter are put. Default: " +
                $"{Comparison.DefaultBins} where it takes more than {Comparison.MostLevels} values, none otherwise.",
            2, Comparison.MostLevels);
        var metric = SharedOptions.Objective();
        var command = new Command("compare", "Compares the values of one parameter over trials that are equal in everything else, seed " +
            "included. As csv: the pairs, or the groups.") { name, by, bins, format, metric };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) =>
        {
            var (sweep, parameter, form) = (parsed.GetValue(name)!, parsed.GetValue(by)!, parsed.GetValue(format));
            return OfObjective.Write(context, place(parsed), sweep, parsed.GetValue(metric), "cannot compare", (_, chosen) =>
            {
                var maximize = chosen.Sweep.Maximize;
                var compared = Comparison.By(chosen.Results, parameter, chosen.Sweep.Metric, maximize, bins: parsed.GetValue(bins));
                if (compared.Table is not { } table)
                    throw UserException.BadInput($"cannot compare '{sweep}' by '{parameter}': {compared.Problem}");
                ComparisonPage.Write(table, maximize, form, context);
            });
        });
        return command.Example(
            "sweep compare cells --by cell", "sweep compare cells --by layers --format json", "sweep compare search --by lr --bins 5");
    }
}

/// <summary>What verbs say that judge a sweep by one of its objectives.</summary>
internal static class OfObjective
{
    /// <summary>Reads the results, lets them be written, and adds what is to be known of them.</summary>
    /// <param name="metric">The objective; null = the first.</param>
    /// <param name="cannot">Begins a refusal: <c>cannot compare</c>.</param>
    /// <exception cref="UserException">Bad input: the sweep is not ranked, or has no such objective.</exception>
    public static async Task Write(
        CliContext context, LedgerPlace place, string name, string? metric, string cannot, Action<SweepRow, ChosenMetric> write)
    {
        var (ledger, sweep) = await place.OpenSweep(name);
        if (!sweep.IsRanked) throw UserException.BadInput($"{cannot} '{name}': its sweep file names no metric");
        var makers = ledger.CountMakers(name);
        var chosen = await ChosenMetric.Read(ledger, sweep, metric) ?? throw UserException.BadInput(ChosenMetric.Unknown(sweep, metric!));
        write(sweep, chosen);
        foreach (var note in chosen.Notes) context.Error.WriteLine(note);
        if (MakerText.Difference(await makers) is { } difference) context.Error.WriteLine(difference);
        if (!sweep.IsOver)
            context.Error.WriteLine($"! unfinished: {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done; this may change");
    }
}
