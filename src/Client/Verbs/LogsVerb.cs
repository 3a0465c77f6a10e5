using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep logs NAME/17</c>: what a trial wrote to its standard output or error, wherever it ran.</summary>
internal static class LogsVerb
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);

    public static Command Build(CliContext context)
    {
        var trial = new Argument<string>("trial") { Description = "A trial, such as cells/17." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Goes on until the trial has ended, also when it has not begun." };
        var errors = new Option<bool>("--stderr") { Description = "Its standard error, in place of its standard output." };
        var command = new Command("logs", "Prints what a trial wrote, all its attempts one after the other.") { trial, follow, errors };
        var place = LedgerPlace.Options(command, context);
        var secret = ClusterChoice.SecretFileOption();
        command.Add(secret);
        command.SetAction((parsed, _) =>
        {
            var where = place(parsed);
            var label = TrialLabel.ParseTrial(parsed.GetValue(trial)!, where.Hint);
            return Run(context, where, context.Resolve(parsed.GetValue(secret)), label, parsed.GetValue(errors), parsed.GetValue(follow));
        });
        return command.Example("sweep logs cells/17 --stderr", "sweep logs any-program/3 --follow");
    }

    private static async Task Run(
        CliContext context, LedgerPlace place, string? secret, TrialLabel label, bool isError, bool follows)
    {
        var ledger = place.Open();
        await using var cluster = place.Cluster is { } address ? await ClusterConnection.Open(context, address, secret) : null;
        (OutputPrinter Printer, string Node)? now = null;
        while (true)
        {
            var sweep = await place.Find(ledger, label.Sweep);
            var trial = await place.FindTrial(ledger, sweep, label.Trial!.Value);
            // The end first: what was written before it is there then.
            var isOver = !follows || trial.Status.IsFinal() || !place.IsRunning(sweep);
            // On one machine all attempts write to one place; in a cluster each node keeps what was written there.
            if (trial.Slot is { } slot && (now is null || (cluster is not null && now.Value.Node != slot.Node)))
                now = (new OutputPrinter(context, TrialOutput.Of(place, cluster, trial, isError)), slot.Node);
            if (now is { Printer: var printer }) await printer.PrintOn();
            if (isOver)
            {
                if (now is not { Printer.HasPrinted: true }) context.Error.WriteLine(Nothing(sweep, trial, isError, place));
                return;
            }

            await Task.Delay(LookEvery, context.Time, context.Interrupted);
        }
    }

    private static string Nothing(SweepRow sweep, TrialRow trial, bool isError, LedgerPlace place)
    {
        var label = $"{sweep.Name}/{trial.Number}";
        if (trial.Attempts == 0) return $"{label} has not begun: it is {trial.Status.SnakeCase()}";
        if (isError) return $"{label} wrote nothing to its standard error";
        return sweep.Experiment == "program"
            ? $"{label} wrote nothing to its standard output; '{place.Hint($"logs {label} --stderr")}' shows its standard error"
            : $"'{sweep.Experiment}' reports to the ledger only ('{place.Hint($"show {label}")}'); what else it said: " +
                $"'{place.Hint($"logs {label} --stderr")}'";
    }
}
