using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep validate FILE</c>: all that is wrong with a sweep file, at once.</summary>
internal static class ValidateVerb
{
    public static Command Build(CliContext context)
    {
        var file = SharedOptions.File();
        var set = SharedOptions.Set();
        var command = new Command("validate", "Checks a sweep file and lists everything that is wrong with it. Writes nothing; only a text that must be downloaded is kept in the data folder.") { file, set };
        command.SetAction((parsed, _) =>
        {
            var (spec, plan) = SweepInput.Read(context, parsed.GetValue(file)!, parsed.GetValue(set)!);
            var configurations = plan.Trials.Select(t => t.Config).Distinct().Count();
            context.Out.WriteLine($"{parsed.GetValue(file)}: ok, sweep '{spec.Name}' has {Numbers.Plural(configurations, "configuration")} x {Numbers.Plural(spec.Replicates, "seed")}"
                + $" = {Numbers.Plural(plan.Trials.Count, "trial")}, ranked by {spec.Metric}");
            return Task.FromResult(ExitCodes.Done);
        });
        return command.Example("sweep validate sweeps/cells.yaml", "sweep validate sweeps/cells.yaml --set parameters.lr=0.1");
    }
}
