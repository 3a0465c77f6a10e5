using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Reports.Trials;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep show NAME/17</c>: all that is known of one trial; <c>sweep show NAME</c>: a sweep and its trials.</summary>
internal static class ShowVerb
{
    public static Command Build(CliContext context)
    {
        var what = new Argument<string>("name") { Description = "A trial, such as cells/17, or a sweep, such as cells." };
        var format = SharedOptions.Format();
        var yaml = new Option<bool>("--yaml") { Description = "Prints the sweep file of a sweep as it was run, nothing else." };
        var command = new Command("show", "Shows one trial with its attempts and epochs, or a sweep with its trials. As csv: the epochs, or the trials.") { what, format, yaml };
        var limit = SharedOptions.Limit(command, "Trials of a sweep, or last epochs of a trial,");
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, TrialLabel.Parse(parsed.GetValue(what)!), place(parsed), parsed.GetValue(format), limit(parsed), parsed.GetValue(yaml)));
        return command.Example("sweep show cells/17", "sweep show cells", "sweep show cells --yaml > cells-as-run.yaml");
    }

    private static async Task<int> Run(CliContext context, TrialLabel label, LedgerPlace place, OutputFormat format, RowLimit limit, bool yaml)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, label.Sweep);
        if (yaml) context.Out.Data(context.OutTerminal).Write(sweep.Yaml.EndsWith('\n') ? sweep.Yaml : sweep.Yaml + "\n");
        else if (label.Trial is not { } number) SweepPage.Write(sweep, place.State(sweep), await ledger.ListTrials(sweep.Name), format, limit, context);
        else
        {
            var trial = await place.FindTrial(ledger, sweep, number);
            var attempts = await ledger.ListAttempts(sweep.Name, number);
            var epochs = await ledger.ListEpochs(sweep.Name, number);
            TrialPage.Write(new TrialFacts(sweep, trial, attempts, epochs), format, limit, context);
        }
        return ExitCodes.Done;
    }
}
